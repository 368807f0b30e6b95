"""The table of the names of orders."""

import sqlalchemy as sa
from alembic import op

revision = "order_names"
down_revision = "long_logins"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "order_names",
        sa.Column("account", sa.String(), primary_key=True),
        sa.Column("order_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("products", sa.Integer()),
    )
