"""Births and deaths are put on record by those who have seen the proof; until now they were said once, at registration."""

import sqlalchemy as sa
from alembic import op

revision = "0017_record_lives"
down_revision = "0016_issue_tokens"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "life_event",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("performer_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("proof", sa.String(length=200), nullable=False),
        sa.Column("union_id", sa.String(length=64), nullable=True),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["performer_id"], ["performer.id"], name=op.f("fk_life_event_performer_id_performer")),
        sa.ForeignKeyConstraint(["union_id"], ["union_.id"], name=op.f("fk_life_event_union_id_union_")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_life_event")),
    )
    op.create_index(op.f("ix_life_event_performer_id"), "life_event", ["performer_id"], unique=False)


def downgrade() -> None:
    op.drop_table("life_event")
