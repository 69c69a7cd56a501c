"""Performers' memberships in unions, claimed and confirmed."""

import sqlalchemy as sa
from alembic import op

revision = "0005_claim_memberships"
down_revision = "0004_create_performers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "union_membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("union_id", sa.String(length=64), nullable=False),
        sa.Column("performer_id", sa.String(length=32), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.String(length=32), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["performer_id"], ["performer.id"], name=op.f("fk_union_membership_performer_id_performer")
        ),
        sa.ForeignKeyConstraint(["union_id"], ["union_.id"], name=op.f("fk_union_membership_union_id_union_")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_union_membership")),
        sa.UniqueConstraint("union_id", "performer_id", name=op.f("uq_union_membership_union_id")),
    )
    op.create_index(op.f("ix_union_membership_performer_id"), "union_membership", ["performer_id"], unique=False)
    op.create_index(op.f("ix_union_membership_union_id"), "union_membership", ["union_id"], unique=False)


def downgrade() -> None:
    op.drop_table("union_membership")
