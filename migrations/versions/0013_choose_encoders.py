"""Which encoders an instance searches with; none on record means the usual ones, as before."""

import sqlalchemy as sa
from alembic import op

revision = "0013_choose_encoders"
down_revision = "0012_refuse_look_alikes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("gallery_state", sa.Column("encoders", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("gallery_state", "encoders")
