"""What Alembic runs to reach a database: it is given a connection, in a transaction of its caller."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
