"""Checks are found by their verdicts without going through all of them."""

from alembic import op

revision = "0039_find_by_verdict"
down_revision = "0038_know_copies"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_check__verdict", "check_", ["verdict", "id"])
    op.create_index("ix_check__shared_verdict", "check_", ["shared_verdict", "id"])
    op.create_index("ix_check_person_verdict", "check_person", ["verdict", "check_id"])


def downgrade() -> None:
    op.drop_index("ix_check_person_verdict", table_name="check_person")
    op.drop_index("ix_check__shared_verdict", table_name="check_")
    op.drop_index("ix_check__verdict", table_name="check_")
