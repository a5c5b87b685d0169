"""What a file of a vote is, in a few words: for whoever took the wrong one."""

from collections.abc import Callable
from typing import Final

from pybelenios.archive.reader import read_layout
from pybelenios.archive.tar import ArchiveRefused, ArchiveUnreadable, read_timestamp
from pybelenios.election import read_election
from pybelenios.errors import Malformed, Refused
from pybelenios.group import power_g
from pybelenios.jsontext import read_json
from pybelenios.receipts.receipt import read_receipt
from pybelenios.trusteekey import key_mark
from pybelenios.trustees import read_private_key, read_public_key
from pybelenios.verifier.report import printable

NOTHING: Final = "nothing that belongs to a vote"


def recognise(raw: bytes) -> str:
    """Return what the bytes of a file are, as the end of "this file is ...", with the name of whose it is.

    Says `NOTHING` for what this program does not know, and never raises: a wrong file may hold anything.
    """
    if not raw.strip():
        return "empty"
    for reader in _READERS:
        try:
            found = reader(raw)
        except (ArchiveUnreadable, Malformed, Refused, UnicodeDecodeError):
            continue
        if found:
            return printable(found)
    return NOTHING


def _archive(raw: bytes) -> str:
    read_timestamp(memoryview(raw))
    try:
        election = read_election(read_layout(raw).election)
    except (ArchiveRefused, Malformed, IndexError):  # IndexError: there is no Setup event, or not with its records
        return "a damaged archive of a vote"
    return f"the archive of the vote {election.name} ({election.uuid})"


def _private_key(raw: bytes) -> str:
    return f"the private key of a key holder, whose public key ends in {key_mark(power_g(read_private_key(raw)))}"


def _public_key(raw: bytes) -> str:
    return f"the public part of a key holder's key, which ends in {key_mark(read_public_key(raw).public_key)}"


def _receipt(raw: bytes) -> str:
    return f"a voter's receipt of the vote {read_receipt(raw).receipt.uuid}"


def _election(raw: bytes) -> str:
    election = read_election(raw.strip())
    return f"the ballot paper of the vote {election.name} ({election.uuid})"


def _other(raw: bytes) -> str:
    match read_json(raw):
        case {"decryption_factors": _, "decryption_proofs": _}:
            return "a partial decryption, which was made already"
        case {"algorithm": "AES-GCM", "alpha": _, "beta": _, "data": _}:
            return "the key of a member of a threshold group, encrypted, which belenios-tool decrypts with"
        case {"govapp_key": _, "holder": who, "member": member, "assembly": assembly, "made_on": day}:
            return f"the key file of member {member}, {who} ({assembly}), made on {day}"
        case {"entries": [*_]}:
            return "a voting list"
        case {"answers": [*_], "credential": str(), "election_uuid": str(uuid)}:
            return f"a single ballot of the vote {uuid}"
    return ""


_READERS: Final[tuple[Callable[[bytes], str], ...]] = (
    _archive,
    _private_key,
    _public_key,
    _receipt,
    _election,
    _other,
)
