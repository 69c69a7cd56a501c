"""Approvals and the switches that turn them off."""

import sqlalchemy as sa
from alembic import op

revision = "0010_record_approvals"
down_revision = "0009_queue_checks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "approval",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("answer", sa.String(length=32), nullable=False),
        sa.Column("production_id", sa.String(length=32), nullable=False),
        sa.Column("declaration_sha256", sa.String(length=64), nullable=True),
        sa.Column("file_sha256", sa.String(length=64), nullable=True),
        sa.Column("performer_id", sa.String(length=32), nullable=True),
        sa.Column("union_id", sa.String(length=64), nullable=True),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("side", sa.String(length=16), nullable=False),
        sa.Column("given_by", sa.String(length=32), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["performer_id"], ["performer.id"], name=op.f("fk_approval_performer_id_performer")),
        sa.ForeignKeyConstraint(
            ["production_id"], ["production.id"], name=op.f("fk_approval_production_id_production")
        ),
        sa.ForeignKeyConstraint(["union_id"], ["union_.id"], name=op.f("fk_approval_union_id_union_")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
    )
    op.create_index(op.f("ix_approval_declaration_sha256"), "approval", ["declaration_sha256"], unique=False)
    op.create_index(op.f("ix_approval_file_sha256"), "approval", ["file_sha256"], unique=False)
    op.create_index(op.f("ix_approval_kind"), "approval", ["kind"], unique=False)
    op.create_index(op.f("ix_approval_performer_id"), "approval", ["performer_id"], unique=False)
    op.create_index(op.f("ix_approval_production_id"), "approval", ["production_id"], unique=False)
    op.create_index(op.f("ix_approval_union_id"), "approval", ["union_id"], unique=False)
    op.create_table(
        "floor_term",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("union_id", sa.String(length=64), nullable=False),
        sa.Column("agreement", sa.String(length=64), nullable=True),
        sa.Column("dimension", sa.String(length=32), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("in_force_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.String(length=32), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["agreement"], ["union_agreement.agreement"], name=op.f("fk_floor_term_agreement_union_agreement")
        ),
        sa.ForeignKeyConstraint(["union_id"], ["union_.id"], name=op.f("fk_floor_term_union_id_union_")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_floor_term")),
    )
    op.create_index(op.f("ix_floor_term_union_id"), "floor_term", ["union_id"], unique=False)
    op.create_table(
        "standing_preference",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("performer_id", sa.String(length=32), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("value", sa.String(length=32), nullable=False),
        sa.Column("modality", sa.String(length=16), nullable=True),
        sa.Column("declared_on", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["performer_id"], ["performer.id"], name=op.f("fk_standing_preference_performer_id_performer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_preference")),
    )
    op.create_index(op.f("ix_standing_preference_performer_id"), "standing_preference", ["performer_id"], unique=False)
    op.create_table(
        "strike",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("agreement", sa.String(length=64), nullable=False),
        sa.Column("production_id", sa.String(length=32), nullable=True),
        sa.Column("performer_may_refuse", sa.String(length=8), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("began_by", sa.String(length=32), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["agreement"], ["union_agreement.agreement"], name=op.f("fk_strike_agreement_union_agreement")
        ),
        sa.ForeignKeyConstraint(["production_id"], ["production.id"], name=op.f("fk_strike_production_id_production")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_strike")),
    )
    op.create_index(op.f("ix_strike_agreement"), "strike", ["agreement"], unique=False)


def downgrade() -> None:
    op.drop_table("strike")
    op.drop_table("standing_preference")
    op.drop_table("floor_term")
    op.drop_table("approval")
