"""Which files carry Content Credentials of this registry."""

import sqlalchemy as sa
from alembic import op

revision = "0041_write_credentials"
down_revision = "0040_enrol_by_voice"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "credential",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("check_id", sa.String(length=32), nullable=False),
        sa.Column("receipt_id", sa.String(length=32), nullable=False),
        sa.Column("written_sha256", sa.String(length=64), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("statement", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["check_id"], ["check_.id"], name=op.f("fk_credential_check_id_check_")),
        sa.ForeignKeyConstraint(
            ["receipt_id"], ["issued_receipt.id"], name=op.f("fk_credential_receipt_id_issued_receipt")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credential")),
    )
    op.create_index(op.f("ix_credential_check_id"), "credential", ["check_id"], unique=False)
    op.create_index(op.f("ix_credential_receipt_id"), "credential", ["receipt_id"], unique=False)


def downgrade() -> None:
    op.drop_table("credential")
