"""By which sense those were found who are shown their part of a file."""

import sqlalchemy as sa
from alembic import op

revision = "0049_own_pictures_by_sense"
down_revision = "0041_write_credentials"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("own_picture", sa.Column("modality", sa.String(length=16), server_default="face", nullable=False))
    op.execute("UPDATE own_picture SET modality = 'voice' WHERE media_type LIKE 'audio/%'")


def downgrade() -> None:
    op.drop_column("own_picture", "modality")
