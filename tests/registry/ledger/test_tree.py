"""The tree that binds records: it knows exactly what was put into it, and nothing that it says can be made up."""

from collections.abc import Iterator
from hashlib import sha256

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.core.database import Base
from registry.core.errors import RecordsAltered
from registry.ledger.layout import Layout, Table
from registry.ledger.tree import FAN, Remembered, Tree, bucket_number, place
from registry.records.tables.ledger import Binding, BindingNode
from tests.common.examples import examples

LAYOUT = Layout({"thing": Table("thing", ("id",), ("id", "owner"), (("owner",), ()))})
REGISTERS = ("thing", "thing(owner)", "thing()")


@pytest.fixture
def connection() -> Iterator[sa.Connection]:
    with fresh() as connection:
        yield connection


def fresh() -> sa.Connection:
    engine = sa.create_engine("sqlite://")
    Base.metadata.create_all(engine, tables=[Binding.__table__, BindingNode.__table__])
    return engine.connect()


def digest(text: str) -> bytes:
    return sha256(text.encode()).digest()


one_change = st.tuples(
    st.sampled_from(REGISTERS[:2]),
    st.sampled_from([(f"V{number}",) for number in range(6)]),
    st.sampled_from([f"K{number}" for number in range(4)]),
    st.none() | st.binary(min_size=1, max_size=3).map(lambda some: sha256(some).digest()),
)


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(st.lists(one_change, max_size=8), max_size=6))
def test_it_holds_what_was_put_in_and_its_root_depends_on_nothing_else(transactions) -> None:
    model: dict[str, dict[tuple[str, ...], dict[str, bytes]]] = {name: {} for name in REGISTERS}
    with fresh() as connection:
        root = None
        for some in transactions:
            changes: dict = {}
            for register, values, key, found in some:
                changes.setdefault(register, {}).setdefault(values, {})[key] = found
            for register, sets in changes.items():
                for values, rows in sets.items():
                    own = model[register].setdefault(values, {})
                    own |= {key: found for key, found in rows.items() if found is not None}
                    for key in [key for key, found in rows.items() if found is None]:
                        own.pop(key, None)
            root = Tree(connection, LAYOUT, root).change(changes)
            tree = Tree(connection, LAYOUT, root)
            for register, sets in model.items():
                assert tree.sets(register, sets) == sets
                expected = {
                    (place(register, values), key): found
                    for values, rows in sets.items()
                    for key, found in rows.items()
                }
                assert tree.all_entries(register) == expected
        with fresh() as other:  # all at once, in another order
            at_once = {
                register: {values: dict(reversed(rows.items())) for values, rows in reversed(sets.items())}
                for register, sets in model.items()
            }
            assert Tree(other, LAYOUT, None).change(at_once) == (root or Tree(other, LAYOUT, None).root)
            kept = list(connection.execute(sa.select(Binding.__table__)).all())
            assert sorted(kept) == sorted(other.execute(sa.select(Binding.__table__)).all())


@pytest.fixture
def filled(connection: sa.Connection) -> str:
    changes = {
        "thing": {(f"T{number}",): {f"T{number}": digest(str(number))} for number in range(50)},
        "thing(owner)": {(f"O{number % 5}",): {f"T{number}": digest(str(number))} for number in range(50)},
    }
    return Tree(connection, LAYOUT, None).change(changes)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE binding SET digest = x'00' WHERE bucket LIKE 'thing(owner)/%'",
        "UPDATE binding SET key = key || 'x'",
        "UPDATE binding SET place = x'00'",
        "UPDATE binding SET bucket = replace(bucket, 'thing', 'other')",
        "DELETE FROM binding WHERE key = 'T7'",
        "INSERT INTO binding SELECT bucket, place, 'T-MORE', digest FROM binding WHERE key IN ('T7', 'T0')",
        "UPDATE binding_node SET content = x'00'",
        "UPDATE binding_node SET content = zeroblob(2048) WHERE id LIKE '%/%'",
        "UPDATE binding_node SET content = zeroblob(2048) WHERE id LIKE 'thing%'",
        "DELETE FROM binding_node",
        "DELETE FROM binding_node WHERE id = ''",
        "UPDATE binding_node SET id = id || 'x'",
    ],
)
def test_whatever_is_changed_in_it_no_longer_leads_up_to_the_root(connection, filled, statement) -> None:
    assert Tree(connection, LAYOUT, filled).sets("thing", [("T7",)]) == {("T7",): {"T7": digest("7")}}
    connection.exec_driver_sql(statement)
    with pytest.raises(RecordsAltered):
        _all_of(Tree(connection, LAYOUT, filled))


def _all_of(tree: Tree) -> None:
    for register in ("thing", "thing(owner)"):
        tree.whole(register)
        tree.sets(register, [(f"O{number}",) for number in range(5)])


def test_an_older_tree_does_not_pass_for_the_newer_one(connection, filled) -> None:
    newer = Tree(connection, LAYOUT, filled).change({"thing": {("T7",): {"T7": None}}})
    assert Tree(connection, LAYOUT, newer).sets("thing", [("T7",)]) == {("T7",): {}}
    with pytest.raises(RecordsAltered):
        Tree(connection, LAYOUT, filled).sets("thing", [("T7",)])


def test_another_layout_has_another_root(connection, filled) -> None:
    other = Layout({"thing": Table("thing", ("id",), ("id",), (("owner",), ()))})
    with pytest.raises(RecordsAltered):
        Tree(connection, other, filled).sets("thing", [("T7",)])


def test_a_set_costs_the_same_however_much_there_is(connection) -> None:
    asked: list[str] = []
    sa.event.listen(connection, "before_cursor_execute", lambda *told: asked.append(told[2]))
    root, cost = None, []
    for size in (10, 3000):
        rows = {(f"T{number}",): {f"T{number}": digest(str(number))} for number in range(size)}
        root = Tree(connection, LAYOUT, root).change({"thing": rows})
        asked.clear()
        Tree(connection, LAYOUT, root).sets("thing", [("T7",)])
        cost.append(len(asked))
    assert cost[0] == cost[1] <= 3


def test_what_was_read_before_is_not_read_again_and_is_not_believed_for_anything_else(connection, filled) -> None:
    remembered = Remembered()
    Tree(connection, LAYOUT, filled, remembered).whole("thing")
    newer = Tree(connection, LAYOUT, filled, remembered).change({"thing": {("T7",): {"T7": digest("other")}}})
    connection.exec_driver_sql("DELETE FROM binding")
    connection.exec_driver_sql("DELETE FROM binding_node")
    assert Tree(connection, LAYOUT, newer, remembered).sets("thing", [("T7",)]) == {("T7",): {"T7": digest("other")}}
    assert Tree(connection, LAYOUT, filled, remembered).sets("thing", [("T7",)]) == {("T7",): {"T7": digest("7")}}
    with pytest.raises(RecordsAltered):
        Tree(connection, LAYOUT, "0" * 64, remembered).sets("thing", [("T7",)])
    remembered.MOST = 2
    remembered.trim()
    assert len(remembered.nodes) <= 2


def test_sets_are_spread_over_all_buckets() -> None:
    numbers = {bucket_number(place("thing", (f"T{number}",))) for number in range(60_000)}
    assert len(numbers) == FAN * FAN
