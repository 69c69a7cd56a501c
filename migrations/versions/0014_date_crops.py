"""A cut-out face has a time of its own, because it may be shown anew; and a review may have several of them."""

import sqlalchemy as sa
from alembic import op

revision = "0014_date_crops"
down_revision = "0013_choose_encoders"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "review_crop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.String(length=32), nullable=False),
        sa.Column("ref", sa.String(length=16), nullable=False),
        sa.Column("crop_nonce", sa.LargeBinary(length=12), nullable=False),
        sa.Column("crop", sa.LargeBinary(), nullable=False),
        sa.Column("crop_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_crop_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_crop")),
        sa.UniqueConstraint("review_id", "ref", name=op.f("uq_review_crop_review_id")),
    )
    op.execute(
        "INSERT INTO review_crop (review_id, ref, crop_nonce, crop, crop_at) "
        "SELECT id, ref, crop_nonce, crop, opened_at FROM review WHERE crop IS NOT NULL AND crop_nonce IS NOT NULL"
    )
    with op.batch_alter_table("review") as review:
        review.drop_column("crop")
        review.drop_column("crop_nonce")


def downgrade() -> None:
    with op.batch_alter_table("review") as review:
        review.add_column(sa.Column("crop_nonce", sa.LargeBinary(length=12), nullable=True))
        review.add_column(sa.Column("crop", sa.LargeBinary(), nullable=True))
    op.execute(
        "UPDATE review SET "
        "crop = (SELECT crop FROM review_crop WHERE review_id = review.id AND review_crop.ref = review.ref), "
        "crop_nonce = (SELECT crop_nonce FROM review_crop WHERE review_id = review.id AND review_crop.ref = review.ref)"
    )
    op.drop_table("review_crop")
