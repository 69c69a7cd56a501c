"""What is bound: everything, but for a list in which each entry has its reason."""

import sqlalchemy as sa

from registry.ledger.layout import CHAINED, LOOKUPS, UNBOUND, layout_of, parse_layout
from registry.records.tables import Base

SCHEMA = Base.metadata.tables


def test_every_column_of_every_table_is_bound_or_on_the_list_with_its_reason():
    layout = layout_of(Base.metadata)
    for name, table in SCHEMA.items():
        if name in CHAINED:
            continue
        bound = set(layout.tables[name].columns) if name in layout.tables else set()
        for column in table.columns:
            left_out = f"{name}.{column.name}" in UNBOUND or f"{name}.*" in UNBOUND
            assert (column.name in bound) is not left_out, f"{name}.{column.name}"


def test_the_list_names_what_there_is_and_says_why():
    for place, why in UNBOUND.items():
        table, _, column = place.partition(".")
        assert table in SCHEMA, place
        assert column == "*" or column in SCHEMA[table].columns, place
        assert column not in SCHEMA[table].primary_key.columns, place
        assert len(why.split()) >= 5, f"{place}: a reason is a sentence"


def test_rows_are_looked_up_by_columns_that_are_stored_as_they_are_written():
    layout = layout_of(Base.metadata)
    for table, lookups in LOOKUPS.items():
        for name in {name for columns in lookups for name in columns}:
            assert name in layout.tables[table].columns
            kind = SCHEMA[table].columns[name].type
            assert isinstance(kind, sa.String | sa.Integer), f"{table}.{name}"
            assert not isinstance(kind, sa.Boolean), f"{table}.{name}"


def test_what_is_new_is_bound_without_anybody_doing_anything():
    metadata = sa.MetaData()
    sa.Table("fresh", metadata, sa.Column("id", sa.String, primary_key=True), sa.Column("anything", sa.JSON))
    table = layout_of(metadata).tables["fresh"]
    assert (table.key, table.columns, list(table.registers)) == (("id",), ("anything", "id"), ["fresh"])


def test_a_layout_is_told_from_another_and_survives_being_written_down():
    layout = layout_of(Base.metadata)
    again = parse_layout(layout.text)
    assert (again.text, again.digest, again.registers) == (layout.text, layout.digest, layout.registers)
    metadata = sa.MetaData()
    sa.Table("account", metadata, sa.Column("id", sa.String, primary_key=True))
    assert layout_of(metadata).digest != layout.digest
