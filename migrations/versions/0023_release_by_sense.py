"""A biometric release says of which sense templates may be made; every earlier one was about the face."""

import sqlalchemy as sa
from alembic import op

revision = "0023_release_by_sense"
down_revision = "0022_bind_records"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("biometric_release") as release:
        release.add_column(sa.Column("modality", sa.String(length=16), nullable=False, server_default="face"))


def downgrade() -> None:
    with op.batch_alter_table("biometric_release") as release:
        release.drop_column("modality")
