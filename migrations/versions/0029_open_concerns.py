"""Changes that concern many checks wait in a row of their own until a worker has marked those; and each decision says up to
which entry of the ledger it takes account of everything."""

import sqlalchemy as sa
from alembic import op

revision = "0029_open_concerns"
down_revision = "0028_queue_files"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "open_concern",
        sa.Column("index", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("concerned", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("index", name=op.f("pk_open_concern")),
    )
    op.add_column("check_", sa.Column("as_of", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("check_", "as_of")
    op.drop_table("open_concern")
