"""Counter-proposals to consents and uses that were asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0037_counter_proposals"
down_revision = "0036_own_pictures"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
REFERENCES = (
    ("production_id", "production"), ("consent_id", "consent"), ("check_id", "check_"), ("performer_id", "performer"),
    ("union_id", "union_"), ("made_by", "account"),
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "counter_proposal",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("production_id", sa.String(length=32), nullable=False),
        sa.Column("consent_id", sa.String(length=32), nullable=True),
        sa.Column("check_id", sa.String(length=32), nullable=True),
        sa.Column("unit", sa.String(length=64), nullable=True),
        sa.Column("performer_id", sa.String(length=32), nullable=True),
        sa.Column("union_id", sa.String(length=64), nullable=True),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("taken_up_at", MOMENT, nullable=True),
        sa.Column("taken_up_by", sa.String(length=32), nullable=True),
        sa.Column("led_to", sa.String(length=32), nullable=True),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_counter_proposal_{column}_{table}"))
            for column, table in REFERENCES
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counter_proposal")),
    )
    op.create_index("ix_counter_proposal_shot", "counter_proposal", ["production_id", "unit", "made_at"], unique=False)
    for column in ("consent_id", "check_id"):
        op.create_index(op.f(f"ix_counter_proposal_{column}"), "counter_proposal", [column], unique=False)


def downgrade() -> None:
    op.drop_table("counter_proposal")
