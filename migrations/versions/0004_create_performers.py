"""Performers, their keys, releases and templates, and how their identity was confirmed or disputed."""

import sqlalchemy as sa
from alembic import op

revision = "0004_create_performers"
down_revision = "0003_create_unions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "gallery_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gallery_state")),
    )
    op.create_table(
        "performer",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("life", sa.String(length=16), nullable=False),
        sa.Column("died", sa.Date(), nullable=True),
        sa.Column("born", sa.Date(), nullable=True),
        sa.Column("keep_pictures", sa.Boolean(), nullable=False),
        sa.Column("registered_by", sa.String(length=64), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_performer_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_performer")),
        sa.UniqueConstraint("account_id", name=op.f("uq_performer_account_id")),
    )
    op.create_table(
        "biometric_release",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("performer_id", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_digest", sa.String(length=64), nullable=False),
        sa.Column("signed_by", sa.String(length=32), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["performer_id"], ["performer.id"], name=op.f("fk_biometric_release_performer_id_performer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_biometric_release")),
    )
    op.create_index(op.f("ix_biometric_release_performer_id"), "biometric_release", ["performer_id"], unique=False)
    op.create_table(
        "dispute",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("performer_id", sa.String(length=32), nullable=False),
        sa.Column("claimant_id", sa.String(length=32), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by", sa.String(length=32), nullable=True),
        sa.Column("outcome", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["claimant_id"], ["performer.id"], name=op.f("fk_dispute_claimant_id_performer")),
        sa.ForeignKeyConstraint(["performer_id"], ["performer.id"], name=op.f("fk_dispute_performer_id_performer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute")),
    )
    op.create_index(op.f("ix_dispute_claimant_id"), "dispute", ["claimant_id"], unique=False)
    op.create_index(op.f("ix_dispute_performer_id"), "dispute", ["performer_id"], unique=False)
    op.create_table(
        "identity_confirmation",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("performer_id", sa.String(length=32), nullable=False),
        sa.Column("union_id", sa.String(length=64), nullable=False),
        sa.Column("confirmed_by", sa.String(length=32), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("method", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("key_fingerprint", sa.String(length=64), nullable=False),
        sa.Column("gallery_digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["account.id"], name=op.f("fk_identity_confirmation_confirmed_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["performer_id"], ["performer.id"], name=op.f("fk_identity_confirmation_performer_id_performer")
        ),
        sa.ForeignKeyConstraint(["union_id"], ["union_.id"], name=op.f("fk_identity_confirmation_union_id_union_")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_confirmation")),
    )
    op.create_index(
        op.f("ix_identity_confirmation_performer_id"), "identity_confirmation", ["performer_id"], unique=False
    )
    op.create_table(
        "performer_key",
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("performer_id", sa.String(length=32), nullable=False),
        sa.Column("signer_role", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("public_key", sa.String(length=512), nullable=False),
        sa.Column("added_by", sa.String(length=64), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["performer_id"], ["performer.id"], name=op.f("fk_performer_key_performer_id_performer")
        ),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_performer_key")),
    )
    op.create_index(op.f("ix_performer_key_performer_id"), "performer_key", ["performer_id"], unique=False)
    op.create_table(
        "reference_picture",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("performer_id", sa.String(length=32), nullable=False),
        sa.Column("nonce", sa.LargeBinary(length=12), nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["performer_id"], ["performer.id"], name=op.f("fk_reference_picture_performer_id_performer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_picture")),
    )
    op.create_index(op.f("ix_reference_picture_performer_id"), "reference_picture", ["performer_id"], unique=False)
    op.create_table(
        "template",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("performer_id", sa.String(length=32), nullable=False),
        sa.Column("batch", sa.String(length=32), nullable=False),
        sa.Column("modality", sa.String(length=16), nullable=False),
        sa.Column("encoder", sa.String(length=64), nullable=False),
        sa.Column("weights_sha256", sa.String(length=64), nullable=False),
        sa.Column("nonce", sa.LargeBinary(length=12), nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.Column("quality", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("parked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["performer_id"], ["performer.id"], name=op.f("fk_template_performer_id_performer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template")),
    )
    op.create_index(op.f("ix_template_batch"), "template", ["batch"], unique=False)
    op.create_index(op.f("ix_template_performer_id"), "template", ["performer_id"], unique=False)


def downgrade() -> None:
    op.drop_table("template")
    op.drop_table("reference_picture")
    op.drop_table("performer_key")
    op.drop_table("identity_confirmation")
    op.drop_table("dispute")
    op.drop_table("biometric_release")
    op.drop_table("performer")
    op.drop_table("gallery_state")
