"""Where people were looked for in the film of a check, so that its next version is searched only where it was changed."""

import sqlalchemy as sa
from alembic import op

revision = "0045_keep_what_is_known"
down_revision = "0044_count_by_clause"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "check_known",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("check_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("earlier_id", sa.String(length=32), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sections", sa.JSON(), nullable=False),
        sa.Column("nonce", sa.LargeBinary(length=12), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["check_id"], ["check_.id"], name=op.f("fk_check_known_check_id_check_")),
        sa.ForeignKeyConstraint(["earlier_id"], ["check_.id"], name=op.f("fk_check_known_earlier_id_check_")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_known")),
        sa.UniqueConstraint("check_id", "number", name=op.f("uq_check_known_check_id")),
    )


def downgrade() -> None:
    op.drop_table("check_known")
