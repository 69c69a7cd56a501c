"""Lists read rows: when the terms of a consent end, what a birth or a death has made of it, and in what order lists come."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

from registry.core.database import UTCDateTime
from registry.records.tables.consents import end_of_term

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
}
AT_ONCE = 500
MILD = ("death.silent", "signer.perhaps-minor", "signer.perhaps-dead")
"""What a person has to look at, and ends nothing."""


def upgrade() -> None:
    op.add_column("consent", sa.Column("ends_at", UTCDateTime(), nullable=True))
    op.add_column("consent", sa.Column("barred", sa.String(length=16), nullable=True))
    _fill(op.get_bind())
    with op.batch_alter_table("consent") as table:
        table.alter_column("ends_at", existing_type=UTCDateTime(), nullable=False)
    for name, (table_name, columns) in INDEXES.items():
        op.create_index(op.f(name), table_name, list(columns), unique=False)


def _fill(connection: sa.Connection) -> None:
    production = sa.table("production", sa.column("id"), sa.column("time_zone"))
    zones: dict[str, str] = {row.id: row.time_zone for row in connection.execute(sa.select(production))}
    consent = sa.table(
        "consent",
        *(sa.column(name) for name in ("id", "production_id", "document", "barred")),
        sa.column("ends_at", UTCDateTime()),
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
                    "now_ends_at": end_of_term(row.document, zones[row.production_id]),
                    "now_barred": barred.get(row.id),
                }
                for row in some
            ],
        )


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
    op.drop_column("consent", "barred")
    op.drop_column("consent", "ends_at")
