"""Every table of the program, gathered so that the metadata is complete."""

from importlib import import_module

from sqlalchemy import MetaData

from govapp.db.base import Base

ROOMS = (
    "audit",
    "outbox",
    "accounts",
    "shares.people",
    "shares.ledger",
    "shares.rolls",
    "shares.importing",
    "shares.exporting",
    "ballots",
    "assembly",
)


def metadata() -> MetaData:
    """Return the metadata with the tables of all rooms."""
    for room in ROOMS:
        import_module(f"govapp.{room}.models")
    return Base.metadata
