"""The table of what one replica does and no other may do meanwhile."""

import sqlalchemy as sa
from alembic import op

revision = "leases"
down_revision = "first_tables"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "leases",
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("replica", sa.String(), nullable=False),
        sa.Column("until", sa.Double(), nullable=False),
    )
