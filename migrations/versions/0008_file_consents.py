"""Consents with their signatures, the uses counted under them, and the coverage that unions confirm."""

import sqlalchemy as sa
from alembic import op

revision = "0008_file_consents"
down_revision = "0007_tie_accounts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consent",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("performer_id", sa.String(length=32), nullable=False),
        sa.Column("production_id", sa.String(length=32), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("drafted_by", sa.String(length=64), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.String(length=64), nullable=True),
        sa.Column("suspended_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("description_specific", sa.String(length=8), nullable=True),
        sa.ForeignKeyConstraint(["performer_id"], ["performer.id"], name=op.f("fk_consent_performer_id_performer")),
        sa.ForeignKeyConstraint(["production_id"], ["production.id"], name=op.f("fk_consent_production_id_production")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
        sa.UniqueConstraint("digest", name=op.f("uq_consent_digest")),
    )
    op.create_index(op.f("ix_consent_performer_id"), "consent", ["performer_id"], unique=False)
    op.create_index(op.f("ix_consent_production_id"), "consent", ["production_id"], unique=False)
    op.create_table(
        "coverage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("performer_id", sa.String(length=32), nullable=False),
        sa.Column("production_id", sa.String(length=32), nullable=False),
        sa.Column("agreement", sa.String(length=64), nullable=False),
        sa.Column("covered", sa.Boolean(), nullable=False),
        sa.Column("confirmed_by", sa.String(length=32), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement"], ["union_agreement.agreement"], name=op.f("fk_coverage_agreement_union_agreement")
        ),
        sa.ForeignKeyConstraint(["performer_id"], ["performer.id"], name=op.f("fk_coverage_performer_id_performer")),
        sa.ForeignKeyConstraint(
            ["production_id"], ["production.id"], name=op.f("fk_coverage_production_id_production")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coverage")),
        sa.UniqueConstraint("performer_id", "production_id", "agreement", name=op.f("uq_coverage_performer_id")),
    )
    op.create_index(op.f("ix_coverage_performer_id"), "coverage", ["performer_id"], unique=False)
    op.create_index(op.f("ix_coverage_production_id"), "coverage", ["production_id"], unique=False)
    op.create_table(
        "consent_signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consent_id", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("union_id", sa.String(length=64), nullable=True),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("signature", sa.JSON(), nullable=False),
        sa.Column("submitted_by", sa.String(length=64), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["consent_id"], ["consent.id"], name=op.f("fk_consent_signature_consent_id_consent")),
        sa.ForeignKeyConstraint(["union_id"], ["union_.id"], name=op.f("fk_consent_signature_union_id_union_")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_signature")),
        sa.UniqueConstraint("consent_id", "fingerprint", name=op.f("uq_consent_signature_consent_id")),
    )
    op.create_index(op.f("ix_consent_signature_consent_id"), "consent_signature", ["consent_id"], unique=False)
    op.create_table(
        "consent_use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consent_id", sa.String(length=32), nullable=False),
        sa.Column("unit_key", sa.String(length=200), nullable=False),
        sa.Column("check_id", sa.String(length=32), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["consent_id"], ["consent.id"], name=op.f("fk_consent_use_consent_id_consent")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_use")),
        sa.UniqueConstraint("consent_id", "unit_key", name=op.f("uq_consent_use_consent_id")),
    )
    op.create_index(op.f("ix_consent_use_consent_id"), "consent_use", ["consent_id"], unique=False)


def downgrade() -> None:
    op.drop_table("consent_use")
    op.drop_table("consent_signature")
    op.drop_table("coverage")
    op.drop_table("consent")
