"""Notes on shots."""

import sqlalchemy as sa
from alembic import op

revision = "0032_shot_notes"
down_revision = "0031_cut_checks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shot_note",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("production_id", sa.String(length=32), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("check_id", sa.String(length=32), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by", sa.String(length=32), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["production_id"], ["production.id"], name=op.f("fk_shot_note_production_id_production")
        ),
        sa.ForeignKeyConstraint(["check_id"], ["check_.id"], name=op.f("fk_shot_note_check_id_check_")),
        sa.ForeignKeyConstraint(["written_by"], ["account.id"], name=op.f("fk_shot_note_written_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shot_note")),
    )
    op.create_index("ix_shot_note_shot", "shot_note", ["production_id", "unit", "written_at"], unique=False)


def downgrade() -> None:
    op.drop_table("shot_note")
