"""Inboxes: what each account has read and put away, how it wants to be told, and the letters that gather a day's notices."""

import sqlalchemy as sa
from alembic import op

revision = "0035_keep_inboxes"
down_revision = "0034_let_people_in"
branch_labels = None
depends_on = None

SIGNED = ("signed_at", "id", "state", "performer_id", "production_id", "ends_at")


def _account(table: str) -> tuple[sa.Column, sa.ForeignKeyConstraint]:
    return (
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f(f"fk_{table}_account_id_account")),
    )


def upgrade() -> None:
    op.create_table(
        "notice_mark",
        *_account("notice_mark"),
        sa.Column("notice_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_notice_mark_notice_id_notice")),
        sa.PrimaryKeyConstraint("account_id", "notice_id", name=op.f("pk_notice_mark")),
    )
    op.create_table(
        "notice_reader",
        *_account("notice_reader"),
        sa.Column("read_until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_notice_reader")),
    )
    op.create_table(
        "notice_setting",
        *_account("notice_setting"),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("how", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "kind", name=op.f("pk_notice_setting")),
    )
    op.create_table(
        "notice_digest",
        *_account("notice_digest"),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "day", name=op.f("pk_notice_digest")),
    )
    op.create_index("ix_consent_signed_at", "consent", list(SIGNED), unique=False)


def downgrade() -> None:
    op.drop_index("ix_consent_signed_at", table_name="consent")
    for table in ("notice_digest", "notice_setting", "notice_reader", "notice_mark"):
        op.drop_table(table)
