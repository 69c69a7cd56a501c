"""A biometric release says of which sense templates may be made; every earlier one was about the face."""

import sqlalchemy as sa
from alembic import op

revision = "0024_release_by_sense"
down_revision = "0023_spare_receipts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "biometric_release", sa.Column("modality", sa.String(length=16), nullable=False, server_default="face")
    )


def downgrade() -> None:
    # an older program would take a release for another sense for one of the face
    op.execute("DELETE FROM biometric_release WHERE modality <> 'face'")
    op.drop_column("biometric_release", "modality")
