"""Files that are looked at and are no check: references to be enrolled, and a check's file that is shown once more."""

import sqlalchemy as sa
from alembic import op

revision = "0028_queue_files"
down_revision = "0027_list_rows"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "file_job",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("requested_by", sa.String(length=64), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("stage", sa.String(length=32), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("deaths", sa.Integer(), nullable=False),
        sa.Column("timeouts", sa.Integer(), nullable=False),
        sa.Column("taken_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("performer_id", sa.String(length=32), nullable=True),
        sa.Column("production_id", sa.String(length=32), nullable=True),
        sa.Column("check_id", sa.String(length=32), nullable=True),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("uploads", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.JSON(), nullable=True),
        sa.Column("over_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["performer_id"], ["performer.id"], name=op.f("fk_file_job_performer_id_performer")),
        sa.ForeignKeyConstraint(
            ["production_id"], ["production.id"], name=op.f("fk_file_job_production_id_production")
        ),
        sa.ForeignKeyConstraint(["check_id"], ["check_.id"], name=op.f("fk_file_job_check_id_check_")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_job")),
    )
    for column in ("state", "performer_id", "check_id"):
        op.create_index(op.f(f"ix_file_job_{column}"), "file_job", [column], unique=False)
    for column in ("production_id", "requested_by"):
        op.create_index(f"ix_file_job__{column}_taken_up_at", "file_job", [column, "taken_up_at"], unique=False)


def downgrade() -> None:
    op.drop_table("file_job")
