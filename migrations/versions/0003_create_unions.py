"""Unions, the agreements that they countersign and the keys that they do it with."""

import sqlalchemy as sa
from alembic import op

revision = "0003_create_unions"
down_revision = "0002_create_accounts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "union_",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("contact", sa.String(length=254), nullable=False),
        sa.Column("calendar", sa.String(length=8), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_union_")),
        sa.UniqueConstraint("name", name=op.f("uq_union__name")),
    )
    op.create_table(
        "union_agreement",
        sa.Column("agreement", sa.String(length=64), nullable=False),
        sa.Column("union_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["union_id"], ["union_.id"], name=op.f("fk_union_agreement_union_id_union_")),
        sa.PrimaryKeyConstraint("agreement", name=op.f("pk_union_agreement")),
    )
    op.create_index(op.f("ix_union_agreement_union_id"), "union_agreement", ["union_id"], unique=False)
    op.create_table(
        "union_key",
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("union_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("public_key", sa.String(length=512), nullable=False),
        sa.Column("added_by", sa.String(length=64), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["union_id"], ["union_.id"], name=op.f("fk_union_key_union_id_union_")),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_union_key")),
    )
    op.create_index(op.f("ix_union_key_union_id"), "union_key", ["union_id"], unique=False)


def downgrade() -> None:
    op.drop_table("union_key")
    op.drop_table("union_agreement")
    op.drop_table("union_")
