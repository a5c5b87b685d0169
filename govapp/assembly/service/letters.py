"""Letters to the people on the roll: who can be written to, and letters that carry a personal link to the booth."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from govapp.accounts.service import IssueLink, LinkPurpose, issue_links
from govapp.assembly.models import Assembly
from govapp.db.uow import Work
from govapp.kernel.texts import Language
from govapp.outbox.service import Message, enqueue_many
from govapp.shares import queries as shares
from govapp.shares.queries import RollEntryRow

Facts = Mapping[str, str | int | date | datetime]


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody on the roll who can be written to."""

    entry: RollEntryRow
    email: str

    @property
    def language(self) -> Language:
        """Return the language this person reads."""
        return Language(self.entry.language)


def addressees(work: Work, assembly: Assembly) -> list[Addressee]:
    """Return everybody on the roll who has an e-mail address."""
    if assembly.roll_id is None:
        raise ValueError("an assembly past draft has its roll")
    entries = shares.roll_entries(work.session, assembly.roll_id)
    return [Addressee(entry, entry.email) for entry in entries if entry.email]


def vote_letters(
    work: Work, assembly: Assembly, template: str, people: Sequence[Addressee], facts: Callable[[Language], Facts]
) -> None:
    """Put one letter in the outbox for each of `people`, each with a fresh personal link to the ballot paper."""
    path = f"/vote/{assembly.paper_uuid}"
    subject = f"assembly:{assembly.id}"
    links = issue_links(work, [_link(each, path, assembly) for each in people], subject=subject)
    written = {language: facts(language) for language in Language}
    enqueue_many(
        work,
        [
            _message(each, template, written[each.language], subject, link)
            for each, link in zip(people, links, strict=True)
        ],
    )


def result_letters(work: Work, assembly: Assembly) -> int:
    """Put a letter in the outbox for everybody on the roll who has an address; return how many there are."""
    people = addressees(work, assembly)
    facts: Facts = {"held_on": assembly.held_on, "path": f"/assemblies/{assembly.id}/result"}
    enqueue_many(work, [_message(each, "result", facts, f"assembly:{assembly.id}", None) for each in people])
    return len(people)


def _message(to: Addressee, template: str, facts: Facts, subject: str, link: int | None) -> Message:
    return Message(template, to.email, to.entry.exerciser, to.language, facts, subject, link)


def _link(to: Addressee, path: str, assembly: Assembly) -> IssueLink:
    return IssueLink(
        purpose=LinkPurpose.VOTE,
        subject_ref=f"holder:{to.entry.holder_id}",
        name=to.entry.exerciser,
        language=to.language,
        email=to.email,
        next_path=path,
        expires_at=assembly.closes_at,
    )
