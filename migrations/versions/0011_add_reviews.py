"""Findings that wait for a person, who did what about them, neutral reviewers and look-alikes."""

import sqlalchemy as sa
from alembic import op

revision = "0011_add_reviews"
down_revision = "0010_record_approvals"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "check_candidate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("check_id", sa.String(length=32), nullable=False),
        sa.Column("ref", sa.String(length=16), nullable=False),
        sa.Column("performer_id", sa.String(length=32), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("band", sa.String(length=16), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["check_id"], ["check_.id"], name=op.f("fk_check_candidate_check_id_check_")),
        sa.ForeignKeyConstraint(
            ["performer_id"], ["performer.id"], name=op.f("fk_check_candidate_performer_id_performer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_candidate")),
        sa.UniqueConstraint("check_id", "ref", "performer_id", name=op.f("uq_check_candidate_check_id")),
    )
    op.create_index(op.f("ix_check_candidate_check_id"), "check_candidate", ["check_id"], unique=False)
    op.create_index(op.f("ix_check_candidate_performer_id"), "check_candidate", ["performer_id"], unique=False)
    op.create_table(
        "review",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("check_id", sa.String(length=32), nullable=False),
        sa.Column("ref", sa.String(length=16), nullable=False),
        sa.Column("performer_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("side", sa.String(length=16), nullable=False),
        sa.Column("band", sa.String(length=16), nullable=True),
        sa.Column("error", sa.JSON(), nullable=False),
        sa.Column("why", sa.String(length=64), nullable=True),
        sa.Column("crop_nonce", sa.LargeBinary(length=12), nullable=True),
        sa.Column("crop", sa.LargeBinary(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("told_overdue", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.String(length=16), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["check_id"], ["check_.id"], name=op.f("fk_review_check_id_check_")),
        sa.ForeignKeyConstraint(["performer_id"], ["performer.id"], name=op.f("fk_review_performer_id_performer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    op.create_index(op.f("ix_review_check_id"), "review", ["check_id"], unique=False)
    op.create_index(op.f("ix_review_performer_id"), "review", ["performer_id"], unique=False)
    op.create_table(
        "review_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter", sa.String(length=128), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("review_id", sa.String(length=32), nullable=False),
        sa.Column("act", sa.String(length=16), nullable=False),
        sa.Column("standing", sa.String(length=80), nullable=False),
        sa.Column("answer", sa.String(length=16), nullable=True),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_review_act_account_id_account")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_act_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_act")),
        sa.UniqueConstraint("matter", "account_id", name=op.f("uq_review_act_matter")),
    )
    op.create_index(op.f("ix_review_act_matter"), "review_act", ["matter"], unique=False)
    op.create_index(op.f("ix_review_act_review_id"), "review_act", ["review_id"], unique=False)
    op.create_table(
        "neutral_reviewer",
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("granted_by", sa.String(length=64), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_neutral_reviewer_account_id_account")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_neutral_reviewer")),
    )
    op.create_table(
        "look_alike",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("performer_id", sa.String(length=32), nullable=False),
        sa.Column("other_id", sa.String(length=32), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("signature", sa.JSON(), nullable=True),
        sa.Column("drafted_by", sa.String(length=32), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.String(length=32), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["other_id"], ["performer.id"], name=op.f("fk_look_alike_other_id_performer")),
        sa.ForeignKeyConstraint(["performer_id"], ["performer.id"], name=op.f("fk_look_alike_performer_id_performer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look_alike")),
    )
    op.create_index(op.f("ix_look_alike_other_id"), "look_alike", ["other_id"], unique=False)
    op.create_index(op.f("ix_look_alike_performer_id"), "look_alike", ["performer_id"], unique=False)
    op.add_column("template", sa.Column("crowded_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("template", "crowded_at")
    op.drop_table("look_alike")
    op.drop_table("neutral_reviewer")
    op.drop_table("review_act")
    op.drop_table("review")
    op.drop_table("check_candidate")
