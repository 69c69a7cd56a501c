"""What performers and their unions are shown of a file before they answer, sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0036_own_pictures"
down_revision = "0035_keep_inboxes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "own_picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("check_id", sa.String(length=32), nullable=False),
        sa.Column("performer_id", sa.String(length=32), nullable=False),
        sa.Column("key_name", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("media_type", sa.String(length=32), nullable=False),
        sa.Column("nonce", sa.LargeBinary(length=12), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["check_id"], ["check_.id"], name=op.f("fk_own_picture_check_id_check_")),
        sa.ForeignKeyConstraint(["performer_id"], ["performer.id"], name=op.f("fk_own_picture_performer_id_performer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_picture")),
    )
    for column in ("check_id", "performer_id", "key_name"):
        op.create_index(op.f(f"ix_own_picture_{column}"), "own_picture", [column], unique=False)


def downgrade() -> None:
    op.drop_table("own_picture")
