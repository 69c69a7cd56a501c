"""A union may refuse a declaration of look-alikes; until now it could only leave it unanswered."""

import sqlalchemy as sa
from alembic import op

revision = "0012_refuse_look_alikes"
down_revision = "0011_add_reviews"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("look_alike", sa.Column("refused_by", sa.String(length=32), nullable=True))
    op.add_column("look_alike", sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("look_alike", "refused_at")
    op.drop_column("look_alike", "refused_by")
