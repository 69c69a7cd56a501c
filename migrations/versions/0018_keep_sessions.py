"""Sessions of browsers are kept here, so that they end everywhere; wrong passwords are counted at the door, not in accounts."""

import sqlalchemy as sa
from alembic import op

revision = "0018_keep_sessions"
down_revision = "0017_record_lives"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "web_session",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("secret_sha256", sa.String(length=64), nullable=False),
        sa.Column("previous_sha256", sa.String(length=64), nullable=True),
        sa.Column("previous_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ties_sha256", sa.String(length=64), nullable=False),
        sa.Column("browser", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_web_session_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_session")),
        sa.UniqueConstraint("secret_sha256", name=op.f("uq_web_session_secret_sha256")),
    )
    op.create_index(op.f("ix_web_session_account_id"), "web_session", ["account_id"], unique=False)
    op.create_index(op.f("ix_web_session_previous_sha256"), "web_session", ["previous_sha256"], unique=False)
    op.drop_column("account", "failed_attempts")
    op.drop_column("account", "locked_until")


def downgrade() -> None:
    op.add_column("account", sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("account", sa.Column("failed_attempts", sa.Integer(), nullable=False, server_default="0"))
    op.drop_table("web_session")
