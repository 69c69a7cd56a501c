"""Checks, who was found in them, and the receipts that they issued."""

import sqlalchemy as sa
from alembic import op

revision = "0009_queue_checks"
down_revision = "0008_file_consents"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "check_",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("production_id", sa.String(length=32), nullable=False),
        sa.Column("requested_by", sa.String(length=64), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("file_size", sa.Integer(), nullable=False),
        sa.Column("declaration", sa.Text(), nullable=False),
        sa.Column("declaration_sha256", sa.String(length=64), nullable=False),
        sa.Column("unit_key", sa.String(length=200), nullable=False),
        sa.Column("unit_version", sa.Integer(), nullable=False),
        sa.Column("superseded_by", sa.String(length=32), nullable=True),
        sa.Column("upload", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("stage", sa.String(length=32), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("deaths", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=True),
        sa.Column("verdict", sa.String(length=16), nullable=True),
        sa.Column("findings", sa.JSON(), nullable=True),
        sa.Column("case", sa.JSON(), nullable=True),
        sa.Column("decision", sa.JSON(), nullable=True),
        sa.Column("versions", sa.JSON(), nullable=True),
        sa.Column("receipt", sa.JSON(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("preview", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["production_id"], ["production.id"], name=op.f("fk_check__production_id_production")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_")),
    )
    op.create_index(op.f("ix_check__declaration_sha256"), "check_", ["declaration_sha256"], unique=False)
    op.create_index(op.f("ix_check__file_sha256"), "check_", ["file_sha256"], unique=False)
    op.create_index(op.f("ix_check__production_id"), "check_", ["production_id"], unique=False)
    op.create_index(op.f("ix_check__state"), "check_", ["state"], unique=False)
    op.create_index(op.f("ix_check__unit_key"), "check_", ["unit_key"], unique=False)
    op.create_table(
        "check_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("check_id", sa.String(length=32), nullable=False),
        sa.Column("performer_id", sa.String(length=32), nullable=False),
        sa.Column("pseudonym", sa.String(length=16), nullable=False),
        sa.Column("answer", sa.String(length=16), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["check_id"], ["check_.id"], name=op.f("fk_check_person_check_id_check_")),
        sa.ForeignKeyConstraint(
            ["performer_id"], ["performer.id"], name=op.f("fk_check_person_performer_id_performer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_person")),
        sa.UniqueConstraint("check_id", "pseudonym", name=op.f("uq_check_person_check_id")),
    )
    op.create_index(op.f("ix_check_person_check_id"), "check_person", ["check_id"], unique=False)
    op.create_index(op.f("ix_check_person_performer_id"), "check_person", ["performer_id"], unique=False)
    op.create_table(
        "issued_receipt",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("check_id", sa.String(length=32), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stale_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stale_reason", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["check_id"], ["check_.id"], name=op.f("fk_issued_receipt_check_id_check_")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_receipt")),
    )
    op.create_index(op.f("ix_issued_receipt_check_id"), "issued_receipt", ["check_id"], unique=False)


def downgrade() -> None:
    op.drop_table("issued_receipt")
    op.drop_table("check_person")
    op.drop_table("check_")
