"""The tables of before there were revisions. A database may have some of them, or all."""

import sqlalchemy as sa
from alembic import op

revision = "first_tables"
down_revision = None


def upgrade() -> None:
    """Make those tables that are not there."""
    op.create_table(
        "submitted_orders",
        sa.Column("account", sa.String(), primary_key=True),
        sa.Column("order_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("batch", sa.String(), nullable=False),
        sa.Column("request_json", sa.String(), nullable=False),
        sa.Column("recipe", sa.String(), nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "intents",
        sa.Column("account", sa.String(), primary_key=True),
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("batch", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned", sa.Integer(), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("part_size", sa.Integer(), nullable=False),
        sa.Column("before", sa.String()),
        sa.Column("lost", sa.String(), nullable=False),
        sa.Column("request_json", sa.String(), nullable=False),
        sa.Column("recipe", sa.String(), nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "kept_drafts",
        sa.Column("account", sa.String(), primary_key=True),
        sa.Column("tab", sa.String(), primary_key=True),
        sa.Column("draft_key", sa.String(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("draft", sa.String(), nullable=False),
        sa.Column("replaced", sa.String(), nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "sign_outs",
        sa.Column("sign_in_id", sa.String(), primary_key=True),
        sa.Column("until", sa.Double(), nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "chosen_fields",
        sa.Column("account", sa.String(), primary_key=True),
        sa.Column("field", sa.String(), nullable=False),
        if_not_exists=True,
    )
