"""`govapp-trustee`: what a key holder does without a browser and without a network.

Exit status: 0 done, 1 refused (the archive, or the key on this archive), 2 a file or an argument that cannot be used.
"""

import argparse
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pybelenios.archive.chain import EventType
from pybelenios.archive.reader import Archive, TallyRecord, read_archive
from pybelenios.archive.tar import ArchiveUnreadable
from pybelenios.cli import backup, member
from pybelenios.cli.keyfile import WrongFile, note_opened_total, read_key, write_key
from pybelenios.cli.recognise import recognise
from pybelenios.decryption import partial_decryption
from pybelenios.election import Election, read_election
from pybelenios.errors import Malformed, Refused
from pybelenios.group import Point, point_text, power_g
from pybelenios.jsontext import compact
from pybelenios.mixnet import check_shuffle
from pybelenios.tally import EncryptedTally, read_tally
from pybelenios.trusteekey import key_mark
from pybelenios.trustees import make_trustee_key, owner_keys, read_private_key, read_public_key, read_trustees
from pybelenios.verifier.checks import verify
from pybelenios.verifier.report import Report

DONE, REFUSED, UNUSABLE = 0, 1, 2
MIN_BALLOTS: Final = 5
"""Fewer ballots are not decrypted where the ballot paper names no minimum: figures of a handful tell who voted what."""


@dataclass(frozen=True, slots=True)
class CheckedArchive:
    """An archive in which every check passed, with what a key holder needs of it."""

    archive: Archive
    election: Election
    keys: tuple[Point, ...]  # of the owners, in their order
    report: Report


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status. What is wrong is one sentence on the standard error."""
    options = _parser().parse_args(arguments)
    commands = {
        "keygen": _keygen,
        "join": member.join,
        "promise": member.promise,
        "contribute": member.contribute,
        "finish": member.finish,
        "print": backup.print_key,
        "restore": backup.restore,
        "drill": backup.drill,
        "mark": _mark,
        "check": _check,
        "decrypt": _decrypt,
    }
    try:
        commands[options.command](options)
    except Refused as refusal:
        return _say(refusal.sentence, REFUSED)
    except (WrongFile, OSError) as fault:
        return _say(str(fault), UNUSABLE)
    return DONE


def _keygen(options: argparse.Namespace) -> None:
    pair = make_trustee_key()
    file = options.out or Path(f"govapp-key-{point_text(pair.public.public_key)[-8:]}.json")
    write_key(file, pair)
    print(compact(pair.public.to_json()).decode())
    _tell(f"Private key in {file}: keep it safe, and give it to nobody. Hand in the line above.")
    _tell(f"The public key ends in {key_mark(pair.public.public_key)}.")


def _mark(options: argparse.Namespace) -> None:
    public = _read_either_part(options.key)
    print(f"{key_mark(public)}  (the end of {point_text(public)})")


def _check(options: argparse.Namespace) -> None:
    checked = _read_checked(options)
    print("\n".join(checked.report.lines()))
    own = power_g(read_key(options.key)) if options.key else None
    print("\n".join(_key_lines(checked, own)))
    if own is not None:
        _require_owner(checked, own, options.key)


def _decrypt(options: argparse.Namespace) -> None:
    private = read_key(options.key)
    checked = _read_checked(options)
    owner = _require_owner(checked, power_g(private), options.key)
    record = _require_enough(checked, options.minimum_ballots)
    encrypted = _tally_to_open(checked, record)
    if warning := note_opened_total(options.key, checked.election.fingerprint, record.body):
        _tell(warning)
    text = partial_decryption(checked.election, encrypted, private).decode()
    if options.out is None:
        print(text)
    else:
        options.out.write_text(f"{text}\n", encoding="ascii")
    place = f"in {options.out}" if options.out else "above"
    _tell(f"The partial decryption of key {owner} of {len(checked.keys)} is {place}: hand it in.")


def _read_checked(options: argparse.Namespace) -> CheckedArchive:
    """Return the archive with every check passed; raise WrongFile for another file, Refused for an invalid one."""
    raw = options.archive.read_bytes()
    try:
        report = verify(raw, jobs=options.jobs)
    except ArchiveUnreadable:
        raise WrongFile(options.archive, raw, "the archive of a vote") from None
    if not report.valid:
        _tell("\n".join(report.lines()))
        raise Refused("invalid archive", f"{options.archive} is not valid: do not decrypt, tell the other key holders.")
    archive = read_archive(raw)
    return CheckedArchive(archive, read_election(archive.election), owner_keys(read_trustees(archive.trustees)), report)


def _key_lines(checked: CheckedArchive, own: Point | None) -> Iterator[str]:
    done = {decryption.owner for decryption in checked.archive.owned(EventType.PARTIAL_DECRYPTION)}
    for owner, key in enumerate(checked.keys, start=1):
        state = "has decrypted" if owner in done else "has not decrypted"
        yield f"key {owner} ends in {key_mark(key)}, {state}{' (yours)' if key == own else ''}"


def _require_owner(checked: CheckedArchive, own: Point, file: Path) -> int:
    """Return the number, from 1, of the owner of the key; raise Refused ("another key") when it is of another vote."""
    if own in checked.keys:
        return checked.keys.index(own) + 1
    marks = ", ".join(map(key_mark, checked.keys))
    sentence = f"{file} is {recognise(file.read_bytes())}. It is not of this vote, whose keys end in {marks}."
    raise Refused("another key", sentence)


def _require_enough(checked: CheckedArchive, asked: int | None) -> TallyRecord:
    """Return the total of a closed box with enough ballots; raise Refused ("not closed" or "too few ballots")."""
    record = checked.archive.tally
    if record is None:
        raise Refused("not closed", "The ballot box is not closed yet: there is no total to decrypt.")
    minimum = _minimum(checked.election.assembly, asked)
    if record.ballots < minimum:
        sentence = f"{record.ballots} ballots count, and fewer than {minimum} are never decrypted."
        raise Refused("too few ballots", sentence)
    return record


def _minimum(assembly: Mapping[str, object] | None, asked: int | None) -> int:
    """Return how many ballots must count: what the ballot paper names, which a key holder can raise but not lower."""
    named = (assembly or {}).get("minimum_ballots")
    if named is None:
        return MIN_BALLOTS if asked is None else asked
    if type(named) is not int:
        raise Refused("too few ballots", "The ballot paper does not say plainly how many ballots may be decrypted.")
    return max(named, asked or 0)


def _tally_to_open(checked: CheckedArchive, record: TallyRecord) -> EncryptedTally:
    """Return the total as it is decrypted: rankings as the last shuffle left them, once no shuffle is to come."""
    encrypted = read_tally(record.body)
    if not checked.election.has_ranking:
        return encrypted
    if checked.archive.last(EventType.END_SHUFFLES) is None:
        sentence = "The rankings are not shuffled to the end: decrypted now, they would show who cast them."
        raise Refused("not shuffled", sentence)
    for shuffle in checked.archive.owned(EventType.SHUFFLE):
        encrypted = check_shuffle(checked.election, encrypted, shuffle.body)
    return encrypted


def _read_either_part(file: Path) -> Point:
    raw = file.read_bytes()
    try:
        return power_g(read_private_key(raw))
    except Malformed:
        pass
    try:
        return read_public_key(raw).public_key
    except Malformed:
        raise WrongFile(file, raw, "a key") from None


def _say(sentence: str, status: int) -> int:
    _tell(f"govapp-trustee: {sentence}")
    return status


def _tell(text: str) -> None:
    print(text, file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="govapp-trustee",
        description="Hold a key of a secret vote, without a browser and without a network.",
        epilog="Exit status: 0 done, 1 refused, 2 a file that cannot be used.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    keygen = commands.add_parser("keygen", help="make a key: the private part into a file, the public part printed")
    keygen.add_argument("--out", type=Path, metavar="FILE", help="govapp-key-, the end of the mark, .json")
    member.add_commands(commands)
    backup.add_commands(commands)
    mark = commands.add_parser("mark", help="show by which digits a key is recognised")
    mark.add_argument("key", type=Path, metavar="FILE", help="a private key, or the public part of one")
    check = commands.add_parser("check", help="check the archive of a vote, and say which keys it has")
    check.add_argument("--key", type=Path, metavar="FILE", help="your private key: must be one of them")
    decrypt = commands.add_parser("decrypt", help="check the archive, then decrypt the total as far as your key can")
    decrypt.add_argument("--key", type=Path, metavar="FILE", required=True, help="your private key")
    decrypt.add_argument("--out", type=Path, metavar="FILE", help="where the partial decryption goes (printed)")
    decrypt.add_argument(
        "--minimum-ballots",
        type=int,
        metavar="N",
        help=f"fewer are not decrypted; the number on the ballot paper cannot be lowered (without one: {MIN_BALLOTS})",
    )
    for command in (check, decrypt):
        command.add_argument("archive", type=Path, metavar="FILE.bel", help="the archive, as downloaded from the board")
        command.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes to use (all processors)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
