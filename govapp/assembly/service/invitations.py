"""The invitations to vote: a personal link for each shareholder on the roll, in the reader's own language."""

from collections.abc import Sequence

from govapp.accounts.service import IssueLink, LinkPurpose, issue_links
from govapp.assembly.models import Assembly
from govapp.assembly.rules import figures
from govapp.assembly.rules.agenda import Item
from govapp.db.uow import Work
from govapp.kernel.texts import LANGUAGES, Language
from govapp.outbox.service import Message, enqueue_many
from govapp.shares import queries as shares
from govapp.shares.queries import RollEntryRow


def invite(work: Work, assembly: Assembly, items: Sequence[Item]) -> tuple[int, int]:
    """Put one invitation in the outbox for everybody on the roll who has an address.

    Returns how many were invited by mail, and how many have no address and must be written to by post.
    """
    if assembly.roll_id is None or assembly.paper_uuid is None:
        raise ValueError("an assembly is opened after its roll is frozen and its paper made")
    entries = shares.roll_entries(work.session, assembly.roll_id)
    reachable = [(entry, entry.email) for entry in entries if entry.email]
    path = f"/vote/{assembly.paper_uuid}"
    links = issue_links(work, [_link(entry, email, path, assembly) for entry, email in reachable])
    titles = {language: titles_in(items, language) for language in LANGUAGES}
    enqueue_many(
        work,
        [
            Message(
                template="invitation",
                to=email,
                name=entry.exerciser,
                language=Language(entry.language),
                facts={"titles": titles[Language(entry.language)], "closes_at": assembly.closes_at},
                subject_ref=f"assembly:{assembly.id}",
                link_id=link,
            )
            for (entry, email), link in zip(reachable, links, strict=True)
        ],
    )
    return len(reachable), len(entries) - len(reachable)


def titles_in(items: Sequence[Item], language: Language) -> str:
    """Return what is voted on, as a phrase in `language`: a, b and c. The sentence around it brings the full stop."""
    titles = [str(item.title.in_language(language)).rstrip("?. \u00a0\u202f") for item in items if item.is_voted]
    return figures.names(titles, language)


def _link(entry: RollEntryRow, email: str, path: str, assembly: Assembly) -> IssueLink:
    return IssueLink(
        purpose=LinkPurpose.VOTE,
        subject_ref=f"holder:{entry.holder_id}",
        name=entry.exerciser,
        language=Language(entry.language),
        email=email,
        next_path=path,
        expires_at=assembly.closes_at,
    )
