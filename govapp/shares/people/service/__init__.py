"""Use cases about people."""

from govapp.shares.people.service.persons import HolderId, Person

__all__ = [
    "HolderId",
    "Person",
]
