"""Checks are taken up in turn: when each was, and how often one took longer than it may."""

import sqlalchemy as sa
from alembic import op

revision = "0021_take_turns"
down_revision = "0020_settle_disputes"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_check__production_id_taken_up_at": ["production_id", "taken_up_at"],
    "ix_check__requested_by_taken_up_at": ["requested_by", "taken_up_at"],
}


def upgrade() -> None:
    with op.batch_alter_table("check_") as check:
        check.add_column(sa.Column("taken_up_at", sa.DateTime(timezone=True), nullable=True))
        check.add_column(sa.Column("timeouts", sa.Integer(), nullable=False, server_default="0"))
    for name, columns in INDEXES.items():
        op.create_index(op.f(name), "check_", columns, unique=False)


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(op.f(name), table_name="check_")
    with op.batch_alter_table("check_") as check:
        check.drop_column("timeouts")
        check.drop_column("taken_up_at")
