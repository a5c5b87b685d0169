"""The files of the voting booth: their digests as they are served, and whether a sealed paper fixed others."""

import json
from pathlib import Path

from sqlalchemy.orm import Session

from govapp.ballots.queries import PaperRow
from govapp.ballots.rules import ChangedFile, changed_files
from govapp.ballots.rules.sealed_assembly import sealed_members
from govapp.ballots.service.casting import get_sealed_box
from pybelenios.jsontext import sha256_hex

FOLDER = Path(__file__).parents[2] / "static" / "booth" / "dist"


def booth_digests() -> dict[str, str]:
    """Return the SHA-256 (64 hex digits) of each file of the booth as it lies there now, by name.

    Read anew each time: what is served must show, also when a file changes under a running server.
    """
    names = json.loads((FOLDER / "manifest.json").read_bytes())
    return {name: sha256_hex((FOLDER / name).read_bytes()) for name in sorted(names)}


def changed_booth(session: Session, found: PaperRow) -> tuple[ChangedFile, ...]:
    """Return the files of the booth that are no longer those of a paper, as far as it still matters.

    Nobody is kept from voting by it: an upgrade in the middle of a vote is the usual reason, and officers are told.
    """
    if not found.is_sealed:
        return ()
    fixed = sealed_members(get_sealed_box(session, found.uuid).election).get("booth")
    if not isinstance(fixed, dict):
        return ()
    return changed_files(fixed, booth_digests(), found.state, has_too_few=found.has_too_few)
