"""The ledger binds every record: a tree of their digests, whose root the instance signs with the ledger's head.

The rows themselves are bound by `likeness init`, in the same transaction. Receipts are looked up by the day on which they
expire, performers by their name as it is compared.
"""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0022_bind_records"
down_revision = "0021_take_turns"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "binding",
        sa.Column("bucket", sa.String(length=160), nullable=False),
        sa.Column("place", sa.LargeBinary(length=16), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("bucket", "place", "key", name=op.f("pk_binding")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "binding_node",
        sa.Column("id", sa.String(length=160), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_binding_node")),
    )
    op.add_column("ledger_head", sa.Column("signed", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("issued_receipt", sa.Column("expires_on", sa.String(length=10), nullable=False, server_default=""))
    op.add_column("performer", sa.Column("folded_name", sa.String(length=600), nullable=False, server_default=""))
    _fill()
    op.create_index(op.f("ix_issued_receipt_expires_on"), "issued_receipt", ["expires_on"], unique=False)
    op.create_index(op.f("ix_performer_folded_name"), "performer", ["folded_name"], unique=False)


def _fill() -> None:
    connection = op.get_bind()
    receipt = sa.table("issued_receipt", sa.column("id"), sa.column("expires_at"), sa.column("expires_on"))
    day = sa.func.substr(sa.cast(receipt.c.expires_at, sa.String), 1, 10)
    if connection.dialect.name == "postgresql":
        day = sa.func.to_char(sa.func.timezone("UTC", receipt.c.expires_at), "YYYY-MM-DD")
    connection.execute(sa.update(receipt).values(expires_on=day))
    performer = sa.table("performer", sa.column("id"), sa.column("name"), sa.column("folded_name"))
    names = connection.execute(sa.select(performer.c.id, performer.c.name)).all()
    folded = [
        {"of": row, "now": " ".join(unicodedata.normalize("NFKC", name).casefold().split())} for row, name in names
    ]
    if folded:
        one = sa.update(performer).where(performer.c.id == sa.bindparam("of"))
        connection.execute(one.values(folded_name=sa.bindparam("now")), folded)


def downgrade() -> None:
    op.drop_index(op.f("ix_performer_folded_name"), table_name="performer")
    op.drop_index(op.f("ix_issued_receipt_expires_on"), table_name="issued_receipt")
    op.drop_column("performer", "folded_name")
    op.drop_column("issued_receipt", "expires_on")
    op.drop_column("ledger_head", "signed")
    op.drop_table("binding_node")
    op.drop_table("binding")
