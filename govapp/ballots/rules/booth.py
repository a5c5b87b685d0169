"""Whether the booth that is served is the one whose digests a ballot paper fixed, for as long as that matters."""

from collections.abc import Mapping
from dataclasses import dataclass

from govapp.ballots.rules.states import PaperState


@dataclass(frozen=True)
class ChangedFile:
    """A file of the booth: its digest on the ballot paper and that of what is served now (64 hex digits, or empty)."""

    name: str
    fixed: str
    served: str


def changed_files(
    fixed: Mapping[str, str], served: Mapping[str, str], state: PaperState, *, has_too_few: bool = False
) -> tuple[ChangedFile, ...]:
    """Return the files that are others than the paper fixed, by name.

    Until closing every file matters, then those with which the key holders decrypt, and none once nobody decrypts any
    more: a paper of last year was fixed with the booth of last year.
    """
    over = {PaperState.COUNTED, PaperState.ENDED, PaperState.CANCELLED}
    if state is PaperState.GATHERING_KEYS or state in over or has_too_few:
        return ()
    names = sorted({*fixed, *served})
    if state is PaperState.CLOSED:
        names = [name for name in names if name.startswith("trustee")]
    pairs = [(name, fixed.get(name, ""), served.get(name, "")) for name in names]
    return tuple(ChangedFile(*each) for each in pairs if each[1] != each[2])
