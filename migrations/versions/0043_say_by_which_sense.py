"""By which sense those were found who are shown their part of a file, and which reviews are about voices."""

import sqlalchemy as sa
from alembic import op

revision = "0043_say_by_which_sense"
down_revision = "0042_say_why_letters_wait"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("own_picture", sa.Column("modality", sa.String(length=16), server_default="face", nullable=False))
    op.execute("UPDATE own_picture SET modality = 'voice' WHERE media_type LIKE 'audio/%'")
    op.add_column("review", sa.Column("heard", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    op.drop_column("review", "heard")
    op.drop_column("own_picture", "modality")
