"""The database: one engine for SQLite and PostgreSQL, one unit of work, migrations."""
