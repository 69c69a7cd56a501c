import ast
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import create_engine, inspect, text

from matching.encoders import DEFAULT
from matching.thresholds import load
from registry.core.database import Database
from registry.gallery.coverage import generation
from registry.gallery.encoders import in_force
from registry.people.accounts.identities import identity_of
from registry.records import schema
from registry.records.schema import SchemaOutdated
from registry.records.tables.performers import Dispute
from tests.common.parts import PROJECT

SQLITE, POSTGRES = "sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)


@pytest.fixture(params=[SQLITE, POSTGRES])
def db(request, tmp_path):
    """An empty database of each kind."""
    if request.param == SQLITE:
        url = f"sqlite:///{tmp_path / 'registry.sqlite'}"
    else:
        server = request.getfixturevalue("postgres")
        with create_engine(server, isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text("DROP DATABASE IF EXISTS registry"))
            connection.execute(text("CREATE DATABASE registry"))
        url = server.replace("/postgres?", "/registry?")
    db = Database(url)
    yield db
    db.close()


def tables(db: Database) -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def differences(db: Database) -> list[str]:
    with db.engine.connect() as connection:
        return schema.differences(connection)


def test_the_newest_schema_is_exactly_that_of_the_models(db):
    schema.upgrade(db)
    assert differences(db) == []
    schema.require_newest(db)


def test_every_step_can_be_taken_back_and_taken_again(db):
    steps = schema.revisions()
    seen = []
    for step in steps:
        schema.upgrade(db, step)
        seen.append(tables(db))
        assert schema.current(db) == step
    for before, step in reversed(list(zip([None, *steps], steps, strict=False))):
        assert tables(db) == seen[steps.index(step)]
        schema.downgrade(db, before or "base")
    assert tables(db) == set()
    schema.upgrade(db)
    assert differences(db) == []


def test_the_newest_step_is_known_by_its_file():
    assert schema.newest() == schema.revisions()[-1]


def test_upgrading_again_changes_nothing(db):
    schema.upgrade(db)
    before = tables(db)
    schema.upgrade(db)
    assert tables(db) == before


def test_a_database_that_is_not_up_to_date_is_refused_with_what_to_do(db):
    with pytest.raises(SchemaOutdated, match=r"no instance here yet\. Run: likeness init"):
        schema.require_newest(db)
    schema.upgrade(db, schema.revisions()[0])
    with pytest.raises(SchemaOutdated, match=r"this program needs .*\. Run: likeness init"):
        schema.require_newest(db)
    schema.upgrade(db)
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999_from_the_future'"))
    with pytest.raises(SchemaOutdated, match="does not know"):
        schema.require_newest(db)


def test_a_failing_step_leaves_the_schema_as_it_was(db, monkeypatch):
    steps = schema.revisions()
    schema.upgrade(db, steps[1])
    before = tables(db)
    with db.engine.begin() as connection:
        connection.execute(text("CREATE TABLE union_key (something INTEGER)"))  # in the third step's way
    with pytest.raises(Exception, match="union_key"):
        schema.upgrade(db)
    assert schema.current(db) == steps[1]
    assert tables(db) == before | {"union_key"}


def test_an_instance_that_comes_from_an_older_program_goes_on_with_the_usual_encoders(db):
    schema.upgrade(db, "0011_add_reviews")
    with db.engine.begin() as connection:
        connection.execute(text("INSERT INTO gallery_state (id, generation) VALUES (1, 7)"))
    schema.upgrade(db)
    with db.look() as session:
        assert in_force(session, load()) == DEFAULT
        assert generation(session) == 7
    schema.downgrade(db, "0011_add_reviews")
    with db.look() as session:
        assert session.scalar(text("SELECT generation FROM gallery_state")) == 7


def test_what_people_held_before_offers_and_voices_they_hold_afterwards(db):
    schema.upgrade(db, "0016_issue_tokens")
    at = "2026-05-02 10:00:00+00:00"
    rows = (
        "INSERT INTO account (id, email, name, locale, is_administrator, created_at, failed_attempts, locked_until)"
        f" VALUES ('A-ONE', 'one@example.org', 'One', 'en', false, '{at}', 7, '{at}')",
        *(
            "INSERT INTO performer (id, name, status, life, keep_pictures, registered_by, registered_at)"
            f" VALUES ('{performer}', 'Alice', 'verified', 'living', false, 'A-ONE', '{at}')"
            for performer in ("P-ONE", "P-TWO")
        ),
        "INSERT INTO representation (account_id, performer_id, kind, proof, granted_by, granted_at, confirmed_by)"
        f" VALUES ('A-ONE', 'P-ONE', 'manager', 'contract', 'A-TWO', '{at}', 'A-THREE')",
        "INSERT INTO dispute (id, performer_id, claimant_id, opened_at)"
        f" VALUES ('D-ONE', 'P-ONE', 'P-TWO', '{at}')",
    )  # fmt: skip
    with db.engine.begin() as connection:
        for row in rows:
            connection.execute(text(row))
    schema.upgrade(db)
    with db.look() as session:
        assert identity_of(session, "A-ONE").represents == (("P-ONE", "manager"),)
        dispute = session.get_one(Dispute, "D-ONE")
        assert (dispute.round, dispute.finding, dispute.objections_until) == (1, None, None)
    schema.downgrade(db, "0016_issue_tokens")
    with db.look() as session:
        assert session.scalar(text("SELECT failed_attempts FROM account")) == 0
        assert session.scalar(text("SELECT count(*) FROM dispute")) == 1


def put(connection, table, **values):
    """One row, with something in every column that needs a value."""
    for column in inspect(connection).get_columns(table):
        if column["name"] not in values and not column["nullable"] and column["default"] is None:
            kind = column["type"]
            numeric = isinstance(kind, sa.Numeric | sa.Float | sa.Integer)
            other = "2026-05-02 10:00:00+00:00" if isinstance(kind, sa.DateTime) else "{}"
            values[column["name"]] = False if isinstance(kind, sa.Boolean) else 0 if numeric else other
    named = ", ".join(values)
    connection.execute(text(f"INSERT INTO {table} ({named}) VALUES ({', '.join(':' + one for one in values)})"), values)


def test_checks_that_were_cut_are_looked_at_as_a_whole_where_the_step_is_taken_back(db):
    schema.upgrade(db, "0031_cut_checks")
    with db.engine.begin() as connection:
        put(connection, "account", id="A-ONE", email="one@example.org")
        put(connection, "production", id="PR-ONE", created_by="A-ONE")
        states = {"K-CUT": "examining", "K-WHOLE": "examining", "K-OVER": "decided", "K-JOINED": "queued"}
        for check, state in states.items():
            put(
                connection, "check_", id=check, production_id="PR-ONE", requested_by="A-ONE", state=state, stage="pieces",
                progress=40, attempt=2,
            )  # fmt: skip
            if check != "K-WHOLE":
                for number in (1, 2):
                    put(
                        connection, "check_piece", id=f"{check}-{number}", check_id=check, production_id="PR-ONE",
                        state="done", number=number, pieces=2, findings=b"sealed", nonce=b"twelve bytes",
                    )  # fmt: skip
    before = "SELECT id, state, progress, attempt FROM check_ ORDER BY id"
    schema.downgrade(db, "0030_order_waiting")
    with db.engine.connect() as connection:
        found = connection.execute(text(before)).all()
    assert [tuple(row) for row in found] == [
        ("K-CUT", "queued", 0, 2),
        ("K-JOINED", "queued", 40, 2),
        ("K-OVER", "decided", 40, 2),
        ("K-WHOLE", "examining", 40, 2),
    ]
    assert "check_piece" not in tables(db)
    schema.upgrade(db, "0031_cut_checks")
    with db.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM check_piece")) == 0
        assert connection.execute(text(before)).all() == found


def test_steps_are_numbered_say_what_they_do_and_are_undone():
    files = sorted((PROJECT / "migrations" / "versions").glob("*.py"))
    assert [file.stem for file in files] == schema.revisions()
    for number, file in enumerate(files, 1):
        content = file.read_text(encoding="utf-8")
        assert file.stem.startswith(f"{number:04}_")
        assert content.startswith('"""')
        assert "op.drop" in content.split("def downgrade")[1]


def test_steps_stand_by_themselves():
    """A step does for ever what it did on its first day, whatever becomes of the program."""
    for file in sorted((PROJECT / "migrations" / "versions").glob("*.py")):
        used = {name.partition(".")[0] for name in imported(file)}
        assert {"alembic"} <= used - sys.stdlib_module_names <= {"alembic", "sqlalchemy"}, file.name


def imported(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add("." * node.level + (node.module or ""))
    return found


def test_no_address_or_secret_stands_beside_the_steps():
    assert {path.name for path in Path(PROJECT / "migrations").iterdir()} - {"__pycache__"} == {"env.py", "versions"}


def test_letters_stay_where_what_was_said_of_them_is_kept_beside(db):
    schema.upgrade(db, "0041_write_credentials")
    with db.engine.begin() as connection:
        put(connection, "outgoing_letter", id="M-ONE", recipient="one@example.org", state="waiting", tries=3)
    schema.upgrade(db, "0042_say_why_letters_wait")
    with db.engine.begin() as connection:
        assert connection.execute(text("SELECT tries, problem FROM outgoing_letter")).one() == (3, None)
        connection.execute(text("UPDATE outgoing_letter SET problem = 'no such address (550)'"))
    schema.downgrade(db, "0041_write_credentials")
    with db.look() as session:
        assert session.scalar(text("SELECT tries FROM outgoing_letter")) == 3
