"""What the checking commands of all rooms share: the option `--anchor FILE`, and what the anchors say of a chain."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from govapp.audit.anchors import find_faults
from govapp.audit.chains import AnchoredChain, ChainFinding, ChainStanding, compare_with_anchor
from govapp.audit.rules.anchor import read_anchor

Command = Callable[..., Any]


@dataclass(frozen=True)
class SinceSigned:
    """What signed states say of chains today, as sentences: of those that were handed in, what holds; all faults."""

    holds: tuple[str, ...]
    faults: tuple[str, ...]


def anchor_option(command: Command) -> Command:
    """Give a command the option `--anchor FILE`, which can be given more than once."""
    option = click.option(
        "--anchor",
        "anchors",
        multiple=True,
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="A signed state that was kept elsewhere: a file of `govapp anchor`, or a saved mail. Can be given again.",
    )
    return option(command)


def since_signed(session: Session, files: Sequence[Path], *chains: AnchoredChain) -> SinceSigned:
    """Compare chains with the anchors in `files` and with those that the database keeps itself.

    An anchor says nothing of chains that there were not when it was signed.

    Raises AnchorUnreadable, AnchorForged, UnknownRecordVersion, and click.UsageError for a file about other chains.
    """
    found = list(_since_files(session, files, chains))
    return SinceSigned(
        holds=tuple(str(each) for each in found if each.standing is ChainStanding.HOLDS),
        faults=(
            *(str(each) for each in found if each.standing is not ChainStanding.HOLDS),
            *(str(each) for each in find_faults(session, chains)),
        ),
    )


def _since_files(session: Session, files: Sequence[Path], chains: Sequence[AnchoredChain]) -> Iterator[ChainFinding]:
    for file in files:
        signed = read_anchor(file.read_text(encoding="utf-8", errors="replace"))
        # The signature fits the key in the file; whose key that is, a person compares with what was published.
        click.echo(f"{file}: signed with {signed.key}, the key of receipts in every election record", err=True)
        found = list(compare_with_anchor(session, signed.anchor, chains))
        if not found:
            raise click.UsageError(f"{file} says nothing of this: it was signed when there was none yet")
        yield from found
