"""Passkeys that sign and passkeys that sign in, what waits to be signed with them, and the acts that were signed."""

import sqlalchemy as sa
from alembic import op

revision = "0033_add_passkeys"
down_revision = "0032_shot_notes"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("performer_key") as key:
        key.add_column(sa.Column("replaced_by", sa.String(length=64), nullable=True))
    op.create_table(
        "passkey",
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        *_credential(),
        sa.Column("last_used_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_passkey_account_id_account")),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    op.create_table(
        "sign_in_passkey",
        sa.Column("id", sa.String(length=32), nullable=False),
        *_credential(),
        sa.Column("public_key", sa.String(length=512), nullable=False),
        sa.Column("last_used_at", MOMENT, nullable=True),
        sa.Column("last_challenge_at", MOMENT, nullable=True),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sign_in_passkey_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_sign_in_passkey_credential_id")),
    )
    op.create_table(
        "signing_request",
        sa.Column("secret_sha256", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("sign_origin", sa.String(length=300), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_signing_request_account_id_account")),
        sa.PrimaryKeyConstraint("secret_sha256", name=op.f("pk_signing_request")),
    )
    op.create_table(
        "signed_act",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("performer_id", sa.String(length=32), nullable=False),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("signature", sa.JSON(), nullable=False),
        sa.Column("signed_by", sa.String(length=32), nullable=False),
        sa.Column("signed_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["performer_id"], ["performer.id"], name=op.f("fk_signed_act_performer_id_performer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_act")),
        sa.UniqueConstraint("nonce", name=op.f("uq_signed_act_nonce")),
    )
    for table in ("passkey", "sign_in_passkey", "signing_request"):
        op.create_index(op.f(f"ix_{table}_account_id"), table, ["account_id"], unique=False)
    for column in ("subject", "performer_id"):
        op.create_index(op.f(f"ix_signed_act_{column}"), "signed_act", [column], unique=False)


def _credential() -> list[sa.Column]:
    return [
        sa.Column("credential_id", sa.String(length=1364), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("backup_eligible", sa.Boolean(), nullable=False),
        sa.Column("backed_up", sa.Boolean(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
    ]


def downgrade() -> None:
    for table in ("signed_act", "signing_request", "sign_in_passkey", "passkey"):
        op.drop_table(table)
    with op.batch_alter_table("performer_key") as key:
        key.drop_column("replaced_by")
