"""A dispute takes the voices of both sides' unions, and what was found waits for objections before it is carried out."""

import sqlalchemy as sa
from alembic import op

revision = "0020_settle_disputes"
down_revision = "0019_offer_offices"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("dispute", sa.Column("round", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("dispute", sa.Column("finding", sa.String(length=32), nullable=True))
    op.add_column("dispute", sa.Column("found_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("dispute", sa.Column("objections_until", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "dispute_voice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dispute_id", sa.String(length=32), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("standing", sa.String(length=80), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dispute_id"], ["dispute.id"], name=op.f("fk_dispute_voice_dispute_id_dispute")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_voice")),
        sa.UniqueConstraint("dispute_id", "account_id", name="uq_dispute_voice_account"),
        sa.UniqueConstraint("dispute_id", "round", "standing", name="uq_dispute_voice_standing"),
    )
    op.create_index(op.f("ix_dispute_voice_dispute_id"), "dispute_voice", ["dispute_id"], unique=False)
    op.create_table(
        "dispute_objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dispute_id", sa.String(length=32), nullable=False),
        sa.Column("side_id", sa.String(length=32), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("finding", sa.String(length=32), nullable=False),
        sa.Column("objected_by", sa.String(length=32), nullable=False),
        sa.Column("objected_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dispute_id"], ["dispute.id"], name=op.f("fk_dispute_objection_dispute_id_dispute")),
        sa.ForeignKeyConstraint(["side_id"], ["performer.id"], name=op.f("fk_dispute_objection_side_id_performer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_objection")),
        sa.UniqueConstraint("dispute_id", "side_id", name=op.f("uq_dispute_objection_dispute_id")),
    )
    op.create_index(op.f("ix_dispute_objection_dispute_id"), "dispute_objection", ["dispute_id"], unique=False)


def downgrade() -> None:
    op.drop_table("dispute_objection")
    op.drop_table("dispute_voice")
    for column in ("objections_until", "found_at", "finding", "round"):
        op.drop_column("dispute", column)
