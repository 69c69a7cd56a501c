"""What ties accounts to unions, productions and performers."""

import sqlalchemy as sa
from alembic import op

revision = "0007_tie_accounts"
down_revision = "0006_create_productions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "production_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("production_id", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("granted_by", sa.String(length=64), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_production_member_account_id_account")),
        sa.ForeignKeyConstraint(
            ["production_id"], ["production.id"], name=op.f("fk_production_member_production_id_production")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_production_member")),
        sa.UniqueConstraint("account_id", "production_id", name=op.f("uq_production_member_account_id")),
    )
    op.create_index(op.f("ix_production_member_account_id"), "production_member", ["account_id"], unique=False)
    op.create_index(op.f("ix_production_member_production_id"), "production_member", ["production_id"], unique=False)
    op.create_table(
        "union_representative",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("union_id", sa.String(length=64), nullable=False),
        sa.Column("granted_by", sa.String(length=64), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_union_representative_account_id_account")
        ),
        sa.ForeignKeyConstraint(["union_id"], ["union_.id"], name=op.f("fk_union_representative_union_id_union_")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_union_representative")),
        sa.UniqueConstraint("account_id", "union_id", name=op.f("uq_union_representative_account_id")),
    )
    op.create_index(op.f("ix_union_representative_account_id"), "union_representative", ["account_id"], unique=False)
    op.create_index(op.f("ix_union_representative_union_id"), "union_representative", ["union_id"], unique=False)
    op.create_table(
        "representation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("performer_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("proof", sa.String(length=500), nullable=False),
        sa.Column("proof_sha256", sa.String(length=64), nullable=True),
        sa.Column("granted_by", sa.String(length=32), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.String(length=32), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_representation_account_id_account")),
        sa.ForeignKeyConstraint(
            ["performer_id"], ["performer.id"], name=op.f("fk_representation_performer_id_performer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_representation")),
    )
    op.create_index(op.f("ix_representation_account_id"), "representation", ["account_id"], unique=False)
    op.create_index(op.f("ix_representation_performer_id"), "representation", ["performer_id"], unique=False)


def downgrade() -> None:
    op.drop_table("representation")
    op.drop_table("union_representative")
    op.drop_table("production_member")
