"""Every table of the program, gathered so that the metadata is complete."""

from importlib import import_module

from sqlalchemy import MetaData

from govapp.db.base import Base

PACKAGES = ("audit", "outbox", "accounts", "shares", "ballots", "assembly")


def metadata() -> MetaData:
    """Return the metadata with the tables of all packages."""
    for package in PACKAGES:
        import_module(f"govapp.{package}.models")
    return Base.metadata
