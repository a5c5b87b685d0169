"""`govapp-trustee join`, `promise`, `contribute`, `finish`: a member of a group makes its key without a browser.

Files hold one message a line, in the order of the members; a key file is read and written by `keyfile`.
"""

import argparse
import secrets
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final, TypeVar

from pybelenios.ceremony import (
    read_certificate_message,
    read_contribution,
    read_promise,
    write_contribution,
    write_promise,
)
from pybelenios.cli.keyfile import (
    WrongFile,
    note_certificates,
    note_promises,
    read_member_file,
    require_begun,
    share_file_of,
    write_private,
)
from pybelenios.errors import Malformed, Refused
from pybelenios.jsontext import compact
from pybelenios.keyfile import KeyFile, write_key_file
from pybelenios.member import (
    derive_secrets,
    draw_seed,
    make_certificate,
    make_contribution,
    make_key,
    make_promise,
)
from pybelenios.messages import SignedMessage
from pybelenios.pedersen import GroupSize
from pybelenios.trusteekey import key_mark

DEFAULT_FILE: Final = "govapp-key.json"
LABELS: Final = ("cooperative", "assembly", "holder", "group")
"""What a key file says about its key, by the names of the options."""
Message = TypeVar("Message")


def join(options: argparse.Namespace) -> None:
    """Make a seed in a new key file; print the certificate, the first message of the ceremony."""
    file = file_of(options, draw_seed(secrets.randbelow), datetime.now(UTC).date())
    write_private(options.out, write_key_file(file))
    own = derive_secrets(file.seed)
    certificate = make_certificate(own, file.size, file.member)
    print(compact({"certificate": certificate.to_json()}).decode())
    _tell(f"Your key is in {options.out}: keep it safe, and give it to nobody. Hand in the line above.")


def promise(options: argparse.Namespace) -> None:
    """Print the second message, which binds the member to what it contributes for the certificates of all members."""
    file, certificates = _read_begun(options)
    made = make_promise(derive_secrets(file.seed), certificates, file.size, file.member, options.attempt)
    _tell_fault(note_certificates(options.key, options.attempt, certificates))
    print(write_promise(made).decode())
    _tell("Hand in the line above. It binds you to your contribution, and shows nothing of it.")


def contribute(options: argparse.Namespace) -> None:
    """Print the third message, for the certificates and the promises of all members."""
    file, certificates = _read_begun(options)
    promises = _read_lines(options.promises, read_promise, "the promises of the members")
    own = derive_secrets(file.seed)
    made = make_contribution(own, certificates, promises, file.size, file.member, options.attempt)
    _tell_fault(note_certificates(options.key, options.attempt, certificates))
    _tell_fault(note_promises(options.key, options.attempt, promises))
    print(write_contribution(made).decode())
    _tell("Hand in the line above. It is encrypted: each member can read its own part only.")


def finish(options: argparse.Namespace) -> None:
    """Check what all members contributed; print the last message, and keep the share beside the key file."""
    file, certificates = _read_begun(options)
    promises = _read_lines(options.promises, read_promise, "the promises of the members")
    contributions = _read_lines(options.contributions, read_contribution, "the contributions of the members")
    if len(contributions) != file.size.size:
        raise Refused("contributions", f"{file.size.size} contributions are needed, not {len(contributions)}.")
    _tell_fault(note_promises(options.key, options.attempt, promises))
    made = make_key(derive_secrets(file.seed), certificates, promises, contributions, file.size, file.member)
    write_private(share_file_of(options.key), f"{made.private_key}\n")
    print(compact(made.to_json()).decode())
    mark = key_mark(made.public_key.public_key)
    _tell(f"The key of member {file.member} ends in {mark}; its share is in {share_file_of(options.key)}.")
    _tell("Hand in the line above.")


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the four commands to those of `govapp-trustee`."""
    first = commands.add_parser("join", help="begin a key of which some of several members are enough")
    add_place(first)
    second = commands.add_parser("promise", help="go on when the certificates of all members are there")
    third = commands.add_parser("contribute", help="go on when the promises of all members are there")
    fourth = commands.add_parser("finish", help="make your key when the contributions of all members are there")
    for command in (second, third, fourth):
        command.add_argument("--attempt", type=int, default=0, metavar="N", help="0, more after a replacement")
        command.add_argument("--key", type=Path, required=True, metavar="FILE", help="your key file")
        command.add_argument("certificates", type=Path, metavar="CERTIFICATES", help="one a line, in their order")
    for command in (third, fourth):
        command.add_argument("promises", type=Path, metavar="PROMISES", help="one a line, in their order")
    fourth.add_argument("contributions", type=Path, metavar="CONTRIBUTIONS", help="one a line, in their order")


def file_of(options: argparse.Namespace, seed: str, made_on: date) -> KeyFile:
    """Return the key file of which `add_place` asked, for this seed; raise Refused ("member" or "threshold")."""
    size = GroupSize(options.needed, options.size)
    if not 1 <= options.member <= options.size:
        raise Refused("member", f"There is no member {options.member} of {options.size}.")
    cooperative, assembly, holder, group = (str(getattr(options, label)) for label in LABELS)
    return KeyFile(cooperative, assembly, holder, group, options.member, size, made_on, seed)


def add_place(command: argparse.ArgumentParser) -> None:
    """Let a command ask whose key it writes, and where."""
    command.add_argument("--member", type=int, required=True, metavar="I", help="your number, from 1")
    command.add_argument("--size", type=int, required=True, metavar="N", help="how many members there are")
    command.add_argument("--needed", type=int, required=True, metavar="T", help="how many of them are enough")
    command.add_argument("--out", type=Path, default=Path(DEFAULT_FILE), metavar="FILE", help="%(default)s")
    for label in LABELS:
        command.add_argument(f"--{label}", default="", metavar="NAME", help="stands in the key file")


def read_certificates(file: Path) -> list[SignedMessage]:
    """Return the certificates in a file, one a line; raise WrongFile for another one."""
    return _read_lines(file, read_certificate_message, "the certificates of the members")


def _read_begun(options: argparse.Namespace) -> tuple[KeyFile, list[SignedMessage]]:
    """Return the key file and the certificates of all, with which its member must have begun."""
    file = read_member_file(options.key)
    certificates = read_certificates(options.certificates)
    require_begun(file, certificates, str(options.key))
    return file, certificates


def _read_lines(file: Path, read: Callable[[bytes], Message], wanted: str) -> list[Message]:
    try:
        return [read(line) for line in _lines(file)]
    except Malformed:
        raise WrongFile(file, file.read_bytes(), wanted) from None


def _lines(file: Path) -> list[bytes]:
    return [line for line in file.read_bytes().splitlines() if line.strip()]


def _tell_fault(sentence: str) -> None:
    if sentence:
        _tell(sentence)


def _tell(text: str) -> None:
    print(text, file=sys.stderr)
