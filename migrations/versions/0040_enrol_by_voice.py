"""Enrolment by voice: texts to read aloud, recordings of them, and of which sense references and disputes are."""

import sqlalchemy as sa
from alembic import op

revision = "0040_enrol_by_voice"
down_revision = "0039_find_by_verdict"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reading",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("performer_id", sa.String(length=32), nullable=False),
        sa.Column("asked_by", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_reading_asked_by_account")),
        sa.ForeignKeyConstraint(["performer_id"], ["performer.id"], name=op.f("fk_reading_performer_id_performer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
    )
    for column in ("performer_id", "drawn_at"):
        op.create_index(op.f(f"ix_reading_{column}"), "reading", [column], unique=False)
    op.create_table(
        "recording",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("performer_id", sa.String(length=32), nullable=False),
        sa.Column("modality", sa.String(length=16), nullable=False),
        sa.Column("key_name", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("media_type", sa.String(length=32), nullable=False),
        sa.Column("nonce", sa.LargeBinary(length=12), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["performer_id"], ["performer.id"], name=op.f("fk_recording_performer_id_performer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording")),
    )
    for column in ("performer_id", "key_name"):
        op.create_index(op.f(f"ix_recording_{column}"), "recording", [column], unique=False)
    kind = sa.Column("media_type", sa.String(length=32), server_default="image/jpeg", nullable=False)
    for table in ("dispute", "reference_picture"):
        op.add_column(table, sa.Column("modality", sa.String(length=16), server_default="face", nullable=False))
    op.add_column("reference_picture", kind)


def downgrade() -> None:
    op.drop_column("reference_picture", "media_type")
    op.drop_column("reference_picture", "modality")
    op.drop_column("dispute", "modality")
    op.drop_table("recording")
    op.drop_table("reading")
