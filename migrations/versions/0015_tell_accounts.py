"""Somebody appointed as neutral acts for no union and no production: what they are told is told to their account."""

import sqlalchemy as sa
from alembic import op

revision = "0015_tell_accounts"
down_revision = "0014_date_crops"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("notice", sa.Column("account_id", sa.String(length=32), nullable=True))
    op.create_index(op.f("ix_notice_account_id"), "notice", ["account_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_notice_account_id"), table_name="notice")
    op.drop_column("notice", "account_id")
