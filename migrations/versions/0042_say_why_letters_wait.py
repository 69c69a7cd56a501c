"""What a mail server said last about a letter that it did not take."""

import sqlalchemy as sa
from alembic import op

revision = "0042_say_why_letters_wait"
down_revision = "0041_write_credentials"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outgoing_letter", sa.Column("problem", sa.String(length=200), nullable=True))


def downgrade() -> None:
    op.drop_column("outgoing_letter", "problem")
