"""The invitations to vote: a personal link for each shareholder on the roll, in the reader's own language."""

from collections.abc import Sequence

from govapp.assembly.models import Assembly
from govapp.assembly.rules import figures
from govapp.assembly.rules.agenda import Item
from govapp.assembly.service.letters import Facts, addressees, vote_letters
from govapp.db.uow import Work
from govapp.kernel.texts import Language
from govapp.shares import queries as shares


def invite(work: Work, assembly: Assembly, items: Sequence[Item]) -> tuple[int, int]:
    """Put one invitation in the outbox for everybody on the roll who has an address.

    Returns how many were invited by mail, and how many have no address and must be written to by post.
    """
    if assembly.roll_id is None or assembly.paper_uuid is None:
        raise ValueError("an assembly is opened after its roll is frozen and its paper made")
    reachable = addressees(work, assembly)

    def facts(language: Language) -> Facts:
        return {"titles": titles_in(items, language), "closes_at": assembly.closes_at}

    vote_letters(work, assembly, "invitation", reachable, facts)
    return len(reachable), shares.roll(work.session, assembly.roll_id).size - len(reachable)


def titles_in(items: Sequence[Item], language: Language) -> str:
    """Return what is voted on, as a phrase in `language`: a, b and c. The sentence around it brings the full stop."""
    titles = [str(item.title.in_language(language)).rstrip("?. \u00a0\u202f") for item in items if item.is_voted]
    return figures.names(titles, language)
