"""Every table of the program, gathered so that the metadata is complete."""

from importlib import import_module
from pkgutil import walk_packages

from sqlalchemy import MetaData

import govapp
from govapp.db.base import Base


def metadata() -> MetaData:
    """Return the metadata with the tables of all rooms: each has them in a module `models`."""
    for module in walk_packages(govapp.__path__, "govapp."):
        if module.name.endswith(".models"):
            import_module(module.name)
    return Base.metadata
