"""The schema of the order book's database: its revisions (Alembic), and how a database is brought up to date."""
