"""`govapp-trustee join`, `contribute` and `finish`: a member of a threshold group makes its key without a browser.

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
    Contribution,
    keeps_promise,
    read_certificate_message,
    read_contribution,
    write_contribution,
)
from pybelenios.cli.keyfile import (
    WrongFile,
    note_contribution,
    read_member_file,
    require_begun,
    share_file_of,
    write_private,
)
from pybelenios.errors import Malformed, Refused
from pybelenios.jsontext import compact, read_json
from pybelenios.keyfile import KeyFile, write_key_file
from pybelenios.member import (
    ATTEMPTS,
    derive_secrets,
    draw_seed,
    make_certificate,
    make_contribution,
    make_key,
    make_promises,
)
from pybelenios.messages import SignedMessage
from pybelenios.pedersen import GroupSize
from pybelenios.trusteekey import key_mark

DEFAULT_FILE: Final = "govapp-key.json"
LABELS: Final = ("cooperative", "assembly", "holder", "group")
"""What a key file says about its key, by the names of the options."""
Message = TypeVar("Message")


def join(options: argparse.Namespace) -> None:
    """Make a seed in a new key file; print the certificate and the promises, the first message of the ceremony."""
    file = file_of(options, draw_seed(secrets.randbelow), datetime.now(UTC).date())
    write_private(options.out, write_key_file(file))
    own = derive_secrets(file.seed)
    certificate = make_certificate(own, file.size, file.member)
    promises = list(make_promises(own, file.size.threshold))
    print(compact({"certificate": certificate.to_json(), "promises": promises}).decode())
    _tell(f"Your key is in {options.out}: keep it safe, and give it to nobody. Hand in the line above.")


def contribute(options: argparse.Namespace) -> None:
    """Print the second message, for the certificates of all members."""
    file = read_member_file(options.key)
    certificates = read_certificates(options.certificates)
    require_begun(file, certificates, str(options.key))
    own = derive_secrets(file.seed)
    made = make_contribution(own, certificates, file.size, file.member, options.attempt)
    texts = [compact(certificate.to_json()) for certificate in certificates]
    if warning := note_contribution(options.key, options.attempt, b"\n".join(texts)):
        _tell(warning)
    print(write_contribution(made).decode())
    _tell("Hand in the line above. It is encrypted: each member can read its own part only.")


def finish(options: argparse.Namespace) -> None:
    """Check what all members contributed; print the third message, and keep the share beside the key file."""
    file = read_member_file(options.key)
    certificates = read_certificates(options.certificates)
    require_begun(file, certificates, str(options.key))
    contributions = _read_lines(options.contributions, read_contribution, "the contributions of the members")
    if len(contributions) != file.size.size:
        raise Refused("contributions", f"{file.size.size} contributions are needed, not {len(contributions)}.")
    if options.promises:
        _require_promises(options.promises, contributions)
    made = make_key(derive_secrets(file.seed), certificates, contributions, file.size, file.member)
    write_private(share_file_of(options.key), f"{made.private_key}\n")
    print(compact(made.to_json()).decode())
    mark = key_mark(made.public_key.public_key)
    _tell(f"The key of member {file.member} ends in {mark}; its share is in {share_file_of(options.key)}.")
    _tell("Hand in the line above.")


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the three commands to those of `govapp-trustee`."""
    first = commands.add_parser("join", help="begin a key of which some of several members are enough")
    add_place(first)
    second = commands.add_parser("contribute", help="go on when the certificates of all members are there")
    second.add_argument("--attempt", type=int, choices=range(ATTEMPTS), default=0, help="0, more after a replacement")
    third = commands.add_parser("finish", help="make your key when the contributions of all members are there")
    third.add_argument("--promises", type=Path, metavar="FILE", help="the digest of each member's contribution")
    for command in (second, third):
        command.add_argument("--key", type=Path, required=True, metavar="FILE", help="your key file")
        command.add_argument("certificates", type=Path, metavar="CERTIFICATES", help="one a line, in their order")
    third.add_argument("contributions", type=Path, metavar="CONTRIBUTIONS", help="one a line, in their order")


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


def _read_lines(file: Path, read: Callable[[bytes], Message], wanted: str) -> list[Message]:
    try:
        return [read(line) for line in _lines(file)]
    except Malformed:
        raise WrongFile(file, file.read_bytes(), wanted) from None


def _require_promises(file: Path, contributions: list[Contribution]) -> None:
    """Raise Refused ("promise"), naming the member, unless each contribution is one that its member promised."""
    for number, (line, contribution) in enumerate(zip(_lines(file), contributions, strict=True), start=1):
        match read_json(line):
            case [*digests] if any(keeps_promise(contribution, str(digest)) for digest in digests):
                continue
        raise Refused("promise", f"Member {number} contributed something else than it had promised.")


def _lines(file: Path) -> list[bytes]:
    return [line for line in file.read_bytes().splitlines() if line.strip()]


def _tell(text: str) -> None:
    print(text, file=sys.stderr)
