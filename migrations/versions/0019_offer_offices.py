"""Nobody is given a second office unasked: it is offered, and waits for the account's own yes. What was granted before stays."""

import sqlalchemy as sa
from alembic import op

revision = "0019_offer_offices"
down_revision = "0018_keep_sessions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "office_offer",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("office", sa.String(length=16), nullable=False),
        sa.Column("of", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("offered_by", sa.String(length=32), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_office_offer_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_offer")),
    )
    op.create_index(op.f("ix_office_offer_account_id"), "office_offer", ["account_id"], unique=False)
    op.add_column("representation", sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE representation SET accepted_at = granted_at")


def downgrade() -> None:
    op.drop_column("representation", "accepted_at")
    op.drop_table("office_offer")
