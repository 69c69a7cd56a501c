"""A check's file may be looked at in pieces, each with a lease of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0031_cut_checks"
down_revision = "0030_order_waiting"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "check_piece",
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
        sa.Column("check_id", sa.String(length=32), nullable=False),
        sa.Column("production_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.Double(), nullable=False),
        sa.Column("ends_at", sa.Double(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("content_sha256", sa.String(length=64), nullable=True),
        sa.Column("nonce", sa.LargeBinary(length=12), nullable=True),
        sa.Column("findings", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["check_id"], ["check_.id"], name=op.f("fk_check_piece_check_id_check_")),
        sa.ForeignKeyConstraint(
            ["production_id"], ["production.id"], name=op.f("fk_check_piece_production_id_production")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_piece")),
    )
    for column in ("state", "check_id"):
        op.create_index(op.f(f"ix_check_piece_{column}"), "check_piece", [column], unique=False)
    for column in ("production_id", "requested_by"):
        op.create_index(f"ix_check_piece__{column}_taken_up_at", "check_piece", [column, "taken_up_at"], unique=False)


def downgrade() -> None:
    # a check that was cut is looked at as a whole again
    op.execute(
        "UPDATE check_ SET state = 'queued', stage = 'queued', progress = 0, lease_until = NULL "
        "WHERE state = 'examining' AND id IN (SELECT check_id FROM check_piece)"
    )
    op.drop_table("check_piece")
