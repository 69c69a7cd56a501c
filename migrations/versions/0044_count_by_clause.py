"""Counts what was refused by clause from the index alone: that held all but what shows whether a reason is owed to unions."""

from alembic import op

revision = "0044_count_by_clause"
down_revision = "0043_say_by_which_sense"
branch_labels = None
depends_on = None

NAME = "ix_check_reason_rule"
COLUMNS = ["told", "verdict", "rule", "message", "check_id", "layer", "person", "performer_id"]


def upgrade() -> None:
    op.drop_index(NAME, "check_reason")
    op.create_index(NAME, "check_reason", [*COLUMNS, "clause"])


def downgrade() -> None:
    op.drop_index(NAME, "check_reason")
    op.create_index(NAME, "check_reason", COLUMNS)
