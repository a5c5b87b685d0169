"""The key file of a key holder without a browser, and the note beside it of the totals that it opened.

A key opens one total of a vote. Whoever runs the server could ask for a second partial decryption, of another total
with the same key: of one voter's ballot, say, among some of their own whose content they know.
"""

import os
from collections.abc import Sequence
from getpass import getpass
from pathlib import Path
from typing import Final

from pybelenios.ceremony import check_certificates
from pybelenios.cli.recognise import recognise
from pybelenios.errors import Malformed, Refused
from pybelenios.group import power_g
from pybelenios.jsontext import compact, sha256_hex
from pybelenios.keyfile import KeyFile, needs_passphrase, read_key_file
from pybelenios.member import derive_secrets, open_share
from pybelenios.messages import SignedMessage
from pybelenios.pedersen import read_certificate
from pybelenios.trustees import TrusteePair, read_private_key
from pybelenios.verifier.report import printable

PRIVATE: Final = 0o600
"""Only the owner of the file may read and write it."""


class WrongFile(Exception):  # noqa: N818 - an answer about a file, not a fault of the program
    """A file is not what it was given for; the text says which file, what it is, and what was wanted."""

    def __init__(self, file: Path, raw: bytes, wanted: str) -> None:
        super().__init__(f"{file} is {recognise(raw)}, not {wanted}.")


def write_key(file: Path, pair: TrusteePair) -> None:
    """Write the private part of a single key into a new file; raises as `write_private`."""
    write_private(file, pair.private_file())


def write_private(file: Path, text: str) -> None:
    """Write something secret into a new file that only its owner can read.

    Raises Refused ("key file exists") when there is a file already, OSError when none can be written there.
    """
    try:
        # The mode is given at creation: made wider first and narrowed later, others could open it in between.
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
    except FileExistsError:
        raise Refused("key file exists", f"{file} is there already, and a key is never overwritten.") from None
    with os.fdopen(handle, "w", encoding="utf-8") as opened:
        opened.write(text)


def read_key(file: Path) -> int:
    """Return the private key in a file, or the share of the member whose key file it is.

    Raises WrongFile for a file without a key, OSError for one that cannot be read; of a member's also Refused
    ("passphrase"), and ("no share") before `finish` or for the share of another key.
    """
    raw = file.read_bytes()
    try:
        return read_private_key(raw)
    except Malformed:
        return read_share(read_member_file(file, wanted="a private key"), share_file_of(file))


def read_share(own: KeyFile, file: Path) -> int:
    """Return the decryption key that stands sealed in `file`; raise Refused ("no share") for another one."""
    try:
        return open_share(derive_secrets(own.seed), file.read_text(encoding="ascii").strip())
    except (FileNotFoundError, UnicodeDecodeError, Malformed):
        sentence = f"{file} holds no share of this key. `govapp-trustee finish` writes it."
        raise Refused("no share", sentence) from None


def whose(own: KeyFile) -> str:
    """Return whose key a member's file holds, and of what: the end of "this is the key of ..."."""
    cooperative = f", {own.cooperative}" if own.cooperative else ""
    named = f", {own.holder} ({own.assembly}{cooperative})" if own.holder else ""
    return printable(f"member {own.member}{named}, made on {own.made_on}")


def require_begun(own: KeyFile, certificates: Sequence[SignedMessage], place: str) -> None:
    """Raise Refused ("another seed"), saying whose it is, unless its member began the ceremony with this key.

    `place` is where the key came from. Raises Refused for certificates that are not good, too.
    """
    check_certificates(certificates, own.size)
    secrets = derive_secrets(own.seed)
    keys = (power_g(secrets.signing), power_g(secrets.decryption))
    owners = [
        member
        for member, certificate in enumerate(certificates, start=1)
        if read_certificate(certificate, own.size, member) == keys
    ]
    if owners == [own.member]:
        return
    found = f"the key with which member {owners[0]} began" if owners else "no key of this group"
    sentence = f"{place} holds {found}. Wanted is the one of member {own.member}. It says: the key of {whose(own)}."
    raise Refused("another seed", sentence)


def read_member_file(file: Path, wanted: str = "the key file of a member") -> KeyFile:
    """Return what a member's key file holds; a sealed one asks for the passphrase at the terminal.

    Raises WrongFile, OSError, or Refused ("passphrase").
    """
    raw = file.read_bytes()
    try:
        return read_key_file(raw, getpass(f"Passphrase of {file}: ") if needs_passphrase(raw) else "")
    except Malformed:
        raise WrongFile(file, raw, wanted) from None


def share_file_of(file: Path) -> Path:
    """Return where the sealed share of a member's key stands: beside the key file."""
    return file.with_name(f"{file.name}.share")


def note_opened_total(file: Path, fingerprint: str, encrypted_tally: bytes) -> str:
    """Note beside the key file that the key opens this total; return what its holder must be told, mostly nothing.

    Raises Refused ("another total") when the key has opened another one of the vote with this fingerprint before. The
    same total again is fine: a partial decryption can get lost. The key of a group serves several votes, one total
    each: ballots of one vote prove nothing in another. Where nothing can be written, the sentence returned says so, and
    nothing is stopped.
    """
    note, digest = file.with_name(f"{file.name}.opened"), sha256_hex(encrypted_tally)
    try:
        if not _note_once(note, fingerprint, digest):
            sentence = (
                f"This key has opened another total of this vote before ({note}). A key opens one total only: a "
                "second one could show what somebody voted. Do not decrypt, tell the other key holders."
            )
            raise Refused("another total", sentence)
    except OSError as fault:
        return f"Nothing could be noted beside the key ({fault}): never open another total with it."
    return ""


def note_certificates(file: Path, attempt: int, certificates: Sequence[SignedMessage]) -> str:
    """Note beside the key file which certificates were shown in an attempt; return what its holder must be told.

    Raises Refused ("other certificates") when others were shown before: the polynomials of two lists have nothing in
    common, so the key is safe, but whoever hands the messages on is lying to somebody.
    """
    texts = b"\n".join(compact(certificate.to_json()) for certificate in certificates)
    refusal = Refused("other certificates", _shown_before("certificates", _shown_note(file)))
    return _note_shown(file, str(attempt), sha256_hex(texts), refusal)


def note_promises(file: Path, attempt: int, promises: Sequence[str]) -> str:
    """Note beside the key file which promises were shown in an attempt; return what its holder must be told.

    Raises Refused ("other promises") when others were shown before: somebody promised anew after seeing a contribution.
    """
    refusal = Refused("other promises", _shown_before("promises", _shown_note(file)))
    return _note_shown(file, f"{attempt}-promises", sha256_hex("\n".join(promises).encode()), refusal)


def _shown_note(file: Path) -> Path:
    return file.with_name(f"{file.name}.contributed")


def _shown_before(what: str, note: Path) -> str:
    return (
        f"This key was shown other {what} of the members before ({note}). Somebody changed them on the way. Do not go "
        "on, tell the other key holders."
    )


def _note_shown(file: Path, about: str, digest: str, refusal: Refused) -> str:
    try:
        if not _note_once(_shown_note(file), about, digest):
            raise refusal
    except OSError as fault:
        return f"Nothing could be noted beside the key ({fault}): a change of what the members said is not noticed."
    return ""


def _note_once(note: Path, about: str, digest: str) -> bool:
    """Write down that `about` goes with `digest`; false, and nothing is written, where it went with another before."""
    with note.open("a+", encoding="ascii") as lines:
        lines.seek(0)
        noted = [line.split() for line in lines.read().splitlines()]
        # Notes of earlier versions name the digest alone: then the key served one vote.
        if any(line[-1] != digest and (len(line) == 1 or line[0] == about) for line in noted):
            return False
        if [about, digest] not in noted and [digest] not in noted:
            lines.write(f"{about} {digest}\n")
    return True
