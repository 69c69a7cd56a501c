"""Lists of checks read rows: a check's unit, what unions are told of it, and the reasons of its decision."""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0026_list_checks"
down_revision = "0025_send_notices"
branch_labels = None
depends_on = None

OF_CHECK = {
    "ix_check__of_production": (
        *("production_id", "requested_at", "id", "state", "status", "verdict", "due"),
        *("file_name", "unit_id"),
    ),
    "ix_check__by_age": (
        *("requested_at", "id", "production_id", "state", "status", "verdict", "due"),
        *("touches_unions", "shared_verdict", "declaration_sha256"),
    ),
}
OF_PERSON = {
    "ix_check_person_check_id_answer": ("check_id", "answer", "performer_id", "verdict"),
    "ix_check_person_performer_id_answer": ("performer_id", "answer", "check_id"),
}
OF_REASON = ("told", "verdict", "rule", "message", "check_id", "layer", "person", "performer_id")
ORDER = ("cleared", "notify_only", "needs_approval", "blocked")
AT_ONCE = 200
JSON = sa.JSON(none_as_null=True)


def upgrade() -> None:
    op.add_column("check_", sa.Column("unit_id", sa.String(length=200), nullable=False, server_default=""))
    op.add_column("check_", sa.Column("shared_verdict", sa.String(length=16), nullable=True))
    op.add_column("check_", sa.Column("touches_unions", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "check_reason",
        sa.Column("check_id", sa.String(length=32), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("layer", sa.String(length=32), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("rule", sa.String(length=200), nullable=True),
        sa.Column("clause", sa.String(length=500), nullable=True),
        sa.Column("message", sa.String(length=100), nullable=False),
        sa.Column("person", sa.String(length=16), nullable=True),
        sa.Column("performer_id", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["check_id"], ["check_.id"], name=op.f("fk_check_reason_check_id_check_")),
        sa.ForeignKeyConstraint(
            ["performer_id"], ["performer.id"], name=op.f("fk_check_reason_performer_id_performer")
        ),
        sa.PrimaryKeyConstraint("check_id", "told", "position", name=op.f("pk_check_reason")),
    )
    _fill(op.get_bind())
    for table, indexes in (("check_", OF_CHECK), ("check_person", OF_PERSON)):
        for name, columns in indexes.items():
            op.create_index(op.f(name), table, list(columns), unique=False)
    op.create_index(op.f("ix_check_reason_rule"), "check_reason", list(OF_REASON), unique=False)


def _fill(connection: sa.Connection) -> None:
    check = sa.table(
        "check_",
        *(sa.column(name) for name in ("id", "declaration", "unit_id", "shared_verdict", "touches_unions")),
        sa.column("decision", JSON),
    )
    person = sa.table("check_person", *(sa.column(name) for name in ("check_id", "pseudonym", "performer_id")))
    reason = sa.table(
        "check_reason",
        *(sa.column(name) for name in ("check_id", "told", "position", "layer", "verdict", "rule", "clause")),
        *(sa.column(name) for name in ("message", "person", "performer_id")),
    )
    of_check = sa.update(check).where(check.c.id == sa.bindparam("of"))
    now = {name: sa.bindparam(f"now_{name}") for name in ("unit_id", "shared_verdict", "touches_unions")}
    last = ""
    while True:
        wanted = sa.select(check.c.id, check.c.declaration, check.c.decision).where(check.c.id > last)
        some = connection.execute(wanted.order_by(check.c.id).limit(AT_ONCE)).all()
        if not some:
            return
        last = some[-1].id
        performers: dict[str, dict[str, str]] = {}
        among = sa.select(person).where(person.c.check_id.in_([row.id for row in some]))
        for check_id, pseudonym, performer_id in connection.execute(among):
            performers.setdefault(check_id, {})[pseudonym] = performer_id
        connection.execute(of_check.values(now), [_columns(row) for row in some])
        rows = [made for row in some for made in _reasons(row.id, row.decision or {}, performers.get(row.id, {}))]
        if rows:
            connection.execute(sa.insert(reason), rows)


def _columns(row: Any) -> dict[str, Any]:
    reasons = (row.decision or {}).get("reasons", ())
    shared = [one["verdict"] for one in reasons if one["layer"] in ("union", "check") and not one.get("person")]
    return {
        "of": row.id,
        "now_unit_id": json.loads(row.declaration)["unit"]["id"],
        "now_shared_verdict": max(shared, key=ORDER.index, default=None),
        "now_touches_unions": any(one["layer"] == "union" and one["verdict"] != "cleared" for one in reasons),
    }


def _reasons(check_id: str, decision: dict[str, Any], performers: dict[str, str]) -> Iterator[dict[str, Any]]:
    whole = decision.get("reasons", [])
    told = []
    for one in decision.get("told", decision).get("reasons", []):
        # What an older decision says of consents is copied without its words: it may not be for the production.
        of_consent = one["layer"] == "performer_consent" or str(one["message"]).startswith("identity.")
        if of_consent and one["verdict"] != "cleared":
            one = {key: one.get(key) for key in ("verdict", "person")}
            one |= {"layer": "performer_consent", "message": "consent.missing"}
        if one not in told:
            told.append(one)
    for said, named, of_told in ((told, {}, True), (whole, performers, False)):
        for position, one in enumerate(said):
            yield {
                "check_id": check_id,
                "told": of_told,
                "position": position,
                **{key: one[key] for key in ("layer", "verdict", "message")},
                **{key: one.get(key) and str(one[key]) for key in ("rule", "clause", "person")},
                "performer_id": named.get(str(one.get("person"))),
            }


def downgrade() -> None:
    for table, indexes in (("check_person", OF_PERSON), ("check_", OF_CHECK)):
        for name in indexes:
            op.drop_index(op.f(name), table_name=table)
    op.drop_table("check_reason")
    for name in ("touches_unions", "shared_verdict", "unit_id"):
        op.drop_column("check_", name)
