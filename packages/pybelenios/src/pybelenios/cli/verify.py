"""`govapp-verify FILE.bel`: exit 0 when the archive is valid, 1 when it is not, 2 when it cannot be read.

Exit 3 when it is valid, and the ballot of a receipt that was given was replaced by a later one.
"""

import argparse
import json
import mmap
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from pybelenios.archive.reader import read_archive
from pybelenios.archive.tar import ArchiveUnreadable
from pybelenios.errors import Refused
from pybelenios.receipts.link import read_any_receipt
from pybelenios.verifier.checks import verify
from pybelenios.verifier.evidence import PriorEvidence
from pybelenios.verifier.report import Report
from pybelenios.window import read_events

VALID, INVALID, UNREADABLE, REPLACED = 0, 1, 2, 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Verify one archive and print the report; return the exit status."""
    options = _parser().parse_args(arguments)
    try:
        report = verify_file(options.archive, jobs=options.jobs, roll=options.roll, evidence=_evidence(options))
    except (ArchiveUnreadable, Refused, OSError, ValueError) as fault:
        print(f"govapp-verify: {options.archive}: {fault}", file=sys.stderr)
        return UNREADABLE
    if options.json:
        print(json.dumps(report.to_json(), indent=1))
    else:
        print("\n".join(report.lines()))
    if not report.valid:
        return INVALID
    return REPLACED if report.replaced else VALID


def verify_file(
    archive: Path, *, jobs: int = 1, roll: Path | None = None, evidence: PriorEvidence | None = None
) -> Report:
    """Return the verdict on the file `archive`, which is mapped, not loaded: an archive may be larger than memory.

    Raises ArchiveUnreadable, or OSError for a file that cannot be opened.
    """
    roll_text = roll.read_bytes() if roll else None
    with archive.open("rb") as file:
        if os.fstat(file.fileno()).st_size == 0:
            raise ArchiveUnreadable("the file is empty")
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    return verify(memoryview(mapped), jobs=jobs, roll=roll_text, evidence=evidence)


def _evidence(options: argparse.Namespace) -> PriorEvidence:
    """Read what the options say was seen before; raise ArchiveRefused or ValueError for what cannot be read."""
    heads = [read_archive(path.read_bytes()).head.event for path in options.earlier]
    receipts = tuple(read_any_receipt(path.read_bytes()) for path in options.receipt)
    window = tuple(event for path in options.window for event in read_events(path.read_bytes()))
    return PriorEvidence((*options.head, *heads), receipts, window, options.vote)


def _digits(text: str) -> str:
    digits = "".join(text.split()).lower()
    if not re.fullmatch("[0-9a-f]{64}", digits):
        raise argparse.ArgumentTypeError("a link of the chain has 64 digits 0 to 9 and a to f, and all are compared")
    return digits


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="govapp-verify",
        description="Check the archive of a secret ballot: every ballot, the tally, the decryptions and the result.",
        epilog="Exit status: 0 valid, 1 invalid, 2 unreadable, 3 valid, but a later ballot replaced one of a receipt.",
    )
    parser.add_argument("archive", type=Path, metavar="FILE.bel", help="the archive, as downloaded from the board")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes to use (all processors)")
    parser.add_argument("--roll", type=Path, metavar="roll.json", help="also compare with this roll")
    parser.add_argument("--vote", metavar="NAME|UUID", default="", help="the vote that this must be the archive of")
    parser.add_argument(
        "--receipt",
        type=Path,
        metavar="FILE",
        action="append",
        default=[],
        help="its ballot must be in the box: the signed file, or its address",
    )
    parser.add_argument(
        "--head", type=_digits, metavar="DIGITS", action="append", default=[], help="a last link that was noted earlier"
    )
    parser.add_argument(
        "--earlier", type=Path, metavar="OLD.bel", action="append", default=[], help="an earlier copy of the archive"
    )
    parser.add_argument(
        "--window", type=Path, metavar="window.json", action="append", default=[], help="what was said about the hours"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
