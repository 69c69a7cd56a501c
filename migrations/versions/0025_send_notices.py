"""A notice is an outgoing message as well: whether its letters were handed over, and when they are tried again."""

import sqlalchemy as sa
from alembic import op

revision = "0025_send_notices"
down_revision = "0024_release_by_sense"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("notice") as notice:
        notice.add_column(sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True))
        notice.add_column(sa.Column("tries", sa.Integer(), nullable=False, server_default="0"))
        notice.add_column(sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_notice_sent_at"), "notice", ["sent_at"], unique=False)
    op.execute(sa.text("UPDATE notice SET sent_at = created_at"))  # nobody is written to about what is long past


def downgrade() -> None:
    op.drop_index(op.f("ix_notice_sent_at"), table_name="notice")
    with op.batch_alter_table("notice") as notice:
        for column in ("next_try_at", "tries", "sent_at"):
            notice.drop_column(column)
