"""What Alembic runs around the migrations: they use the connection that the store hands over."""

from alembic import context

from armsledger.store.schema_access import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
