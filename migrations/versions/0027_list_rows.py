"""Lists read rows: when the terms of a consent end, what a birth or a death has made of it, and in what order lists come."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0027_list_rows"
down_revision = "0026_list_checks"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_consent_production_id_drafted_at": ("consent", ("production_id", "drafted_at", "id")),
    "ix_consent_performer_id_drafted_at": ("consent", ("performer_id", "drafted_at", "id")),
    "ix_consent_drafted_at": ("consent", ("drafted_at", "id")),
    "ix_notice_performer_id_created_at": ("notice", ("performer_id", "created_at", "id")),
    "ix_notice_union_id_created_at": ("notice", ("union_id", "created_at", "id")),
    "ix_notice_production_id_created_at": ("notice", ("production_id", "created_at", "id")),
    "ix_notice_account_id_created_at": ("notice", ("account_id", "created_at", "id")),
    "ix_review_answered_at_due": ("review", ("answered_at", "due", "id")),
    "ix_check_need_kind": ("check_need", ("kind", "told", "check_id")),
    "ix_check_need_performer_id": ("check_need", ("performer_id", "told", "check_id")),
}
NEED = (
    *("check_id", "told", "position", "kind", "verdict", "person", "performer_id", "fact", "consent_id", "of_unions"),
)
AT_ONCE = 500
MILD = ("death.silent", "signer.perhaps-minor", "signer.perhaps-dead")
"""What a person has to look at, and ends nothing."""
BY_CLAUSE = {
    "description": "description_specific",
    "description_specific": "description_specific",
    "approvals.disclosed": "disclosed",
    "union.notice": "notice",
    "union.usage_report_sent": "usage_report",
    "disclosure": "disclosure",
    "disclosure.present": "disclosure",
    "disclosure.place": "disclosure",
    "union.ai_material_disclosed": "ai_material_disclosed",
    "union.bargaining": "bargaining",
    "union.business_days_since_notice": "bargaining",
    "union.significant_additional_value": "significant_additional_value",
    "union.consultation": "consultation",
    "union.payment_to_plan": "payment_to_plan",
    "union.background_count_met_by_people": "background_count",
    "union.company_consent": "company_consent",
    "transfer": "transfer",
    "search_for_heirs": "search_for_heirs",
    "per_use_approval": "use_approval",
    "use_approved": "use_approval",
    "claimed_by_production": "confirmation",
}
"""Which answer a clause of a decision waited for when this step was taken. Copied: the program's own goes on changing."""
BY_ASKED = {"commissioner": "written", "legal": "legal_review"}
BY_DUTY = {"commissioner_contact": "disclosed", "union": "notice", "writer": "ai_material_disclosed"}
PERSONAL = ("description_specific", "search_for_heirs", "use_approval", "confirmation")
CONFIRMABLE = ("performed_as_shown", "exemption", "not_altered", "finished_work")


def upgrade() -> None:
    begun = sa.text(
        "'1970-01-01 00:00:00'"
    )  # SQLite adds no column without a value, and copies no table others point at
    op.add_column("consent", sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False, server_default=begun))
    op.add_column("consent", sa.Column("barred", sa.String(length=16), nullable=True))
    _fill(op.get_bind())
    op.create_table(
        "check_need",
        sa.Column("check_id", sa.String(length=32), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("person", sa.String(length=16), nullable=True),
        sa.Column("performer_id", sa.String(length=32), nullable=True),
        sa.Column("fact", sa.String(length=32), nullable=True),
        sa.Column("consent_id", sa.String(length=32), nullable=True),
        sa.Column("of_unions", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["check_id"], ["check_.id"], name=op.f("fk_check_need_check_id_check_")),
        sa.ForeignKeyConstraint(["performer_id"], ["performer.id"], name=op.f("fk_check_need_performer_id_performer")),
        sa.PrimaryKeyConstraint("check_id", "told", "position", name=op.f("pk_check_need")),
    )
    _fill_needs(op.get_bind())
    for name, (table_name, columns) in INDEXES.items():
        op.create_index(op.f(name), table_name, list(columns), unique=False)


def _fill(connection: sa.Connection) -> None:
    production = sa.table("production", sa.column("id"), sa.column("time_zone"))
    zones: dict[str, str] = {row.id: row.time_zone for row in connection.execute(sa.select(production))}
    consent = sa.table(
        "consent",
        *(sa.column(name) for name in ("id", "production_id", "document", "barred")),
        sa.column("ends_at", sa.DateTime(timezone=True)),
    )
    barred = _barred(connection)
    now = {"ends_at": sa.bindparam("now_ends_at"), "barred": sa.bindparam("now_barred")}
    last = ""
    while True:
        wanted = sa.select(consent.c.id, consent.c.production_id, consent.c.document).where(consent.c.id > last)
        some = connection.execute(wanted.order_by(consent.c.id).limit(AT_ONCE)).all()
        if not some:
            return
        last = some[-1].id
        connection.execute(
            sa.update(consent).where(consent.c.id == sa.bindparam("of")).values(now),
            [
                {
                    "of": row.id,
                    "now_ends_at": _end_of_term(row.document, zones[row.production_id]),
                    "now_barred": barred.get(row.id),
                }
                for row in some
            ],
        )


def _end_of_term(document: str, zone: str) -> datetime:
    """Midnight after the last day, in the zone that the terms name, or else the production's."""
    terms = json.loads(document)
    after = date.fromisoformat(terms["scope"]["valid_until"]) + timedelta(days=1)
    return datetime.combine(after, time(), ZoneInfo(terms.get("time_zone") or zone)).astimezone(UTC)


def _fill_needs(connection: sa.Connection) -> None:
    """What the decisions of checks wait for. They say it themselves, so nothing is lost where it is taken back."""
    check = sa.table("check_", sa.column("id"), sa.column("state"), sa.column("decision", sa.JSON(none_as_null=True)))
    person = sa.table("check_person", *(sa.column(name) for name in ("check_id", "pseudonym", "performer_id")))
    need = sa.table("check_need", *(sa.column(name) for name in NEED))
    last = ""
    while True:
        wanted = sa.select(check.c.id, check.c.decision).where(check.c.id > last, check.c.state == "decided")
        some = connection.execute(wanted.order_by(check.c.id).limit(AT_ONCE)).all()
        if not some:
            return
        last = some[-1].id
        performers: dict[str, dict[str, str]] = {}
        among = sa.select(person).where(person.c.check_id.in_([row.id for row in some]))
        for check_id, pseudonym, performer_id in connection.execute(among):
            performers.setdefault(check_id, {})[pseudonym] = performer_id
        rows = [made for row in some for made in _need_rows(row.id, row.decision or {}, performers.get(row.id, {}))]
        if rows:
            connection.execute(sa.insert(need), rows)


def _need_rows(check_id: str, decision: dict[str, Any], performers: dict[str, str]) -> Iterator[dict[str, Any]]:
    reasons = decision.get("reasons", ())
    of_unions = any(reason["layer"] == "union" and reason["verdict"] != "cleared" for reason in reasons)
    for told, said in ((False, decision), (True, decision.get("told", decision))):
        for position, (kind, verdict, person, fact, consent) in enumerate(_needs(said)):
            of = check_id, told, position, kind, verdict, person, performers.get(person or ""), fact, consent, of_unions
            yield dict(zip(NEED, of, strict=True))


def _needs(decision: dict[str, Any]) -> list[tuple[Any, ...]]:
    """(kind, verdict, person, fact, consent) of every answer that reasons and open duties asked for, each once."""
    reasons = (reason for reason in decision.get("reasons", ()) if reason["verdict"] != "cleared")
    found = dict.fromkeys(need for reason in reasons for need in _asked_by(reason))
    for duty in decision.get("duties", ()):
        if not duty["done"] and duty["kind"] == "notify" and duty["whom"] in BY_DUTY:
            found.setdefault((BY_DUTY[duty["whom"]], "notify_only", None, None, None), None)
    stricter = {(need[0], need[2]) for need in found if need[1] != "notify_only"}
    return [need for need in found if need[1] != "notify_only" or (need[0], need[2]) not in stricter]


def _asked_by(reason: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    kind = BY_CLAUSE.get(str(reason.get("clause")))
    asked = (reason.get("remedy") or {}).get("ask")
    if kind is None and (reason["layer"] in ("commissioner", "law") or asked == "legal"):
        kind = BY_ASKED.get(str(asked))
    if kind is None:
        return
    person = reason.get("person") if kind in PERSONAL else None
    if kind == "confirmation":
        for fact in reason["params"].get("facts") or CONFIRMABLE:
            if fact in CONFIRMABLE:
                yield kind, reason["verdict"], person, fact, None
        return
    consent = reason.get("consent") if kind == "description_specific" else None
    yield kind, reason["verdict"], person, None, consent


def _barred(connection: sa.Connection) -> dict[str, str]:
    """Consent -> what its last event of a birth or a death says that became of it."""
    event = sa.table(
        "event", *(sa.column(name) for name in ("index", "kind", "subject")), sa.column("details", sa.JSON)
    )
    rows = sa.select(event.c.subject, event.c.details).where(event.c.kind == "consent.affected")
    found: dict[str, str] = {}
    for subject, details in connection.execute(rows.order_by(event.c.index)):
        said: Any = json.loads(details) if isinstance(details, str) else details
        why = [message for message in said.get("why", ()) if message not in MILD]
        found.pop(subject, None)
        if why:
            ends = all(message.startswith("death.ends") for message in why)
            found[subject] = "terminated" if ends else "invalidated"
    return found


def downgrade() -> None:
    for name, (table_name, _columns) in INDEXES.items():
        op.drop_index(op.f(name), table_name=table_name)
    op.drop_table("check_need")
    op.drop_column("consent", "barred")
    op.drop_column("consent", "ends_at")
