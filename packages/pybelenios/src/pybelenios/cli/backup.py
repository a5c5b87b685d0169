"""`govapp-trustee print`, `restore` and `drill`: a member's key on paper, back from paper, and in a test of the keys.

What is printed and typed holds the seed; nothing of it is ever an argument of a command, where other programs see it.
"""

import argparse
import shlex
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from pybelenios.cli.keyfile import read_member_file, read_share, require_begun, share_file_of, whose, write_private
from pybelenios.cli.member import LABELS, add_place, file_of, read_certificates
from pybelenios.credentials import read_code
from pybelenios.drill import make_drill_answer
from pybelenios.errors import Malformed, Refused
from pybelenios.keyfile import KeyFile, write_key_file
from pybelenios.receipts.tracker_words import LANGUAGES
from pybelenios.seedwords import WORDS, read_backup, seed_words
from pybelenios.verifier.report import printable


def print_key(options: argparse.Namespace) -> None:
    """Print the sheet of a key: whose it is, its words, its characters, and the command that restores it."""
    file = read_member_file(options.key)
    words = [f"{place:2}. {word}" for place, word in enumerate(seed_words(file.seed, options.language), start=1)]
    half = WORDS // 2
    print(f"Key {file.member} of {file.size.size}, of which {file.size.threshold} together open the count.")
    print("\n".join(printable(f"{label.capitalize()}: {name}") for label, name in _named(file)))
    print(f"Made on: {file.made_on}\n")
    print("\n".join(f"{left:16}{right}" for left, right in zip(words[:half], words[half:], strict=True)))
    print(f"\nThe same key in 22 characters: {read_code(file.seed)}")
    print(f"To restore it:\n{_restoring(file)}")
    _tell("Whoever has this sheet can use the key. Print it and keep the paper; do not keep it in a file.")


def restore(options: argparse.Namespace) -> None:
    """Write the key file anew from what was printed: words, characters or address, typed at the standard input."""
    _tell(f"Type the {WORDS} words of the printed key, or its 22 characters, then end the input (Ctrl-D):")
    try:
        seed = read_backup(sys.stdin.read())
    except Malformed:
        raise Refused("seed", "These are not the 22 characters of a printed key.") from None
    file = file_of(options, seed, options.made_on or datetime.now(UTC).date())
    if options.certificates:
        require_begun(file, read_certificates(options.certificates), "The printed key")
    write_private(options.out, write_key_file(file))
    _tell(f"The key of member {file.member} is in {options.out} again.")
    if not options.certificates:
        _tell("Whether it is the key of this member, --certificates tells, or the test of the keys.")


def drill(options: argparse.Namespace) -> None:
    """Print the answer of a member to a test of the keys."""
    file = read_member_file(options.key)
    if file.group != options.group:
        sentence = f"{options.key} is the key of {whose(file)}, in group {printable(file.group)}."
        raise Refused("another group", f"{sentence} The test is of group {printable(options.group)}.")
    share = read_share(file, options.share or share_file_of(options.key))
    try:
        answer = make_drill_answer(share, options.group, options.nonce)
    except Malformed:
        raise Refused("drill name", "This is not the group and the number of a test, as the page shows them.") from None
    print(answer.decode())
    _tell("Hand in the line above. It opens nothing but the test ballot.")


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the three commands to those of `govapp-trustee`."""
    sheet = commands.add_parser("print", help="print your key as words, to keep on paper")
    sheet.add_argument("--language", choices=LANGUAGES, default="en", help="of the words (%(default)s)")
    again = commands.add_parser("restore", help="write your key file anew from the words on paper")
    add_place(again)
    again.add_argument("--made-on", type=date.fromisoformat, metavar="YYYY-MM-DD", help="as it is printed (today)")
    again.add_argument("--certificates", type=Path, metavar="FILE", help="of all members, to see whose key it is")
    test = commands.add_parser("drill", help="answer a test of the keys")
    test.add_argument("--share", type=Path, metavar="FILE", help="what `finish` wrote (beside the key file)")
    test.add_argument("group", metavar="GROUP", help="the group that is tested, as its page shows it")
    test.add_argument("nonce", metavar="NUMBER", help="the number of the test, as the page shows it")
    for command in (sheet, test):
        command.add_argument("--key", type=Path, required=True, metavar="FILE", help="your key file")


def _restoring(file: KeyFile) -> str:
    place = ["--member", str(file.member), "--size", str(file.size.size), "--needed", str(file.size.threshold)]
    names = [part for label, name in _named(file) for part in (f"--{label}", name)]
    return printable(shlex.join(["govapp-trustee", "restore", *place, "--made-on", str(file.made_on), *names]))


def _named(file: KeyFile) -> list[tuple[str, str]]:
    return [(label, str(name)) for label in LABELS if (name := getattr(file, label))]


def _tell(text: str) -> None:
    print(text, file=sys.stderr)
