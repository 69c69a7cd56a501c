"""What waits for an answer is read in its order, and whether it was answered is looked up by the declaration."""

import sqlalchemy as sa
from alembic import op

revision = "0030_order_waiting"
down_revision = "0029_open_concerns"
branch_labels = None
depends_on = None

ORDER = ("since", "check_id", "position")
NEW = {
    "ix_check_need_told": ("told", *ORDER),
    "ix_check_need_kind": ("kind", "told", *ORDER),
    "ix_check_need_production_id": ("production_id", "told", *ORDER),
    "ix_check_need_performer_id": ("performer_id", "told", *ORDER),
}
OLD = {
    "ix_check_need_kind": ("kind", "told", "check_id"),
    "ix_check_need_performer_id": ("performer_id", "told", "check_id"),
}
OF_DECLARATION = ("production_id", "declaration_sha256", "kind", "union_id", "revoked_at")

BY_ID = (
    *("id", "production_id", "state", "verdict", "superseded_by", "touches_unions", "declaration_sha256"),
    "file_sha256",
)


def upgrade() -> None:
    for name in OLD:
        op.drop_index(op.f(name), table_name="check_need")
    begun = sa.text("'1970-01-01 00:00:00'")  # SQLite adds no column without a value
    op.add_column("check_need", sa.Column("production_id", sa.String(length=32), nullable=False, server_default=""))
    op.add_column("check_need", sa.Column("since", sa.DateTime(timezone=True), nullable=False, server_default=begun))
    need = sa.table("check_need", *(sa.column(name) for name in ("check_id", "production_id", "since")))
    check = sa.table("check_", *(sa.column(name) for name in ("id", "production_id", "decided_at", "requested_at")))
    of_check = check.c.id == need.c.check_id
    since = sa.func.coalesce(check.c.decided_at, check.c.requested_at)
    filled = {
        "production_id": sa.select(check.c.production_id).where(of_check).scalar_subquery(),
        "since": sa.select(since).where(of_check).scalar_subquery(),
    }
    op.execute(sa.update(need).values(filled))
    for name, columns in NEW.items():
        op.create_index(op.f(name), "check_need", list(columns), unique=False)
    op.create_index("ix_approval__of_declaration", "approval", list(OF_DECLARATION), unique=False)
    op.create_index("ix_check__by_id", "check_", list(BY_ID), unique=False)


def downgrade() -> None:
    op.drop_index("ix_check__by_id", table_name="check_")
    op.drop_index("ix_approval__of_declaration", table_name="approval")
    for name in NEW:
        op.drop_index(op.f(name), table_name="check_need")
    for column in ("since", "production_id"):
        op.drop_column("check_need", column)
    for name, columns in OLD.items():
        op.create_index(op.f(name), "check_need", list(columns), unique=False)
