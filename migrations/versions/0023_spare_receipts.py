"""A new enrolment spares the receipts that it cannot change; what is due is found without reading every check."""

import sqlalchemy as sa
from alembic import op

revision = "0023_spare_receipts"
down_revision = "0022_bind_records"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("gallery_state") as state:
        state.add_column(sa.Column("narrowed_at", sa.Integer(), nullable=False, server_default="0"))
    op.execute(sa.text("UPDATE gallery_state SET narrowed_at = generation"))
    with op.batch_alter_table("issued_receipt") as receipt:
        receipt.add_column(sa.Column("unnamed", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.create_index(op.f("ix_check__due"), "check_", ["due"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_check__due"), table_name="check_")
    with op.batch_alter_table("issued_receipt") as receipt:
        receipt.drop_column("unnamed")
    with op.batch_alter_table("gallery_state") as state:
        state.drop_column("narrowed_at")
