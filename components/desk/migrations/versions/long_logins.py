"""The table of sealed logins that are too long for a cookie."""

import sqlalchemy as sa
from alembic import op

revision = "long_logins"
down_revision = "leases"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "long_logins",
        sa.Column("sign_in_id", sa.String(), primary_key=True),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.Column("until", sa.Double(), nullable=False),
    )
