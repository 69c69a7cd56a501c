"""Productions, the agreements they work under and what they declare."""

import sqlalchemy as sa
from alembic import op

revision = "0006_create_productions"
down_revision = "0005_claim_memberships"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "production",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("company", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("commissioner", sa.String(length=32), nullable=False),
        sa.Column("photography_start", sa.Date(), nullable=True),
        sa.Column("jurisdiction", sa.String(length=16), nullable=True),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_production")),
    )
    op.create_table(
        "declaration",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("production_id", sa.String(length=32), nullable=False),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("declared", sa.Text(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["production_id"], ["production.id"], name=op.f("fk_declaration_production_id_production")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declaration")),
    )
    op.create_index(op.f("ix_declaration_production_id"), "declaration", ["production_id"], unique=False)
    op.create_index(op.f("ix_declaration_sha256"), "declaration", ["sha256"], unique=False)
    op.create_table(
        "production_agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("production_id", sa.String(length=32), nullable=False),
        sa.Column("agreement", sa.String(length=64), nullable=False),
        sa.Column("declared_by", sa.String(length=64), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.String(length=32), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["agreement"], ["union_agreement.agreement"], name=op.f("fk_production_agreement_agreement_union_agreement")
        ),
        sa.ForeignKeyConstraint(
            ["production_id"], ["production.id"], name=op.f("fk_production_agreement_production_id_production")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_production_agreement")),
        sa.UniqueConstraint("production_id", "agreement", name=op.f("uq_production_agreement_production_id")),
    )
    op.create_index(
        op.f("ix_production_agreement_production_id"), "production_agreement", ["production_id"], unique=False
    )


def downgrade() -> None:
    op.drop_table("production_agreement")
    op.drop_table("declaration")
    op.drop_table("production")
