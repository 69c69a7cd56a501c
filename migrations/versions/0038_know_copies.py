"""What copies of checked files are known by, and which checks show the same frames."""

import sqlalchemy as sa
from alembic import op

revision = "0038_know_copies"
down_revision = "0037_counter_proposals"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "check_prints",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("check_id", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("nonce", sa.LargeBinary(length=12), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["check_id"], ["check_.id"], name=op.f("fk_check_prints_check_id_check_")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_prints")),
        sa.UniqueConstraint("check_id", name=op.f("uq_check_prints_check_id")),
    )
    op.create_table(
        "check_copy",
        sa.Column("check_id", sa.String(length=32), nullable=False),
        sa.Column("other_id", sa.String(length=32), nullable=False),
        sa.Column("spans", sa.JSON(), nullable=False),
        sa.Column("other_spans", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["check_id"], ["check_.id"], name=op.f("fk_check_copy_check_id_check_")),
        sa.ForeignKeyConstraint(["other_id"], ["check_.id"], name=op.f("fk_check_copy_other_id_check_")),
        sa.PrimaryKeyConstraint("check_id", "other_id", name=op.f("pk_check_copy")),
    )
    op.create_index(op.f("ix_check_copy_other_id"), "check_copy", ["other_id"], unique=False)


def downgrade() -> None:
    op.drop_table("check_copy")
    op.drop_table("check_prints")
