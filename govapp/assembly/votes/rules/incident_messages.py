"""What a message about an incident says before somebody edits it: for each kind, while it lasts and when it is over."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from govapp.assembly.votes.rules.incidents import IncidentKind
from govapp.kernel.canonical import canonical_json, sha256_hex
from govapp.kernel.errors import N_
from govapp.kernel.texts import LANGUAGES, Language, Texts
from govapp.language.translator import Translator

SUBJECTS: Final = {
    IncidentKind.SITE: N_("The voting site could not be reached"),
    IncidentKind.MAIL: N_("Mails about the vote left late or did not arrive"),
    IncidentKind.DOCUMENT: N_("A document of the vote was wrong or missing"),
    IncidentKind.OTHER: N_("Something happened in the vote that you should know"),
}
_LASTING: Final = {
    IncidentKind.SITE: N_(
        "Since %(since)s the voting site cannot be reached, or only with difficulty. We are working on it."
    ),
    IncidentKind.MAIL: N_(
        "Since %(since)s mails about the vote leave late, or do not arrive. We are working on it. If you have no mail "
        "with your personal link, ask for one on the page of the vote."
    ),
    IncidentKind.DOCUMENT: N_(
        "Since %(since)s a document of the vote was wrong or missing. The page of the vote says which one, and what is "
        "right."
    ),
    IncidentKind.OTHER: N_(
        "Since %(since)s something is not as it should be in the vote. The page of the vote says what it is."
    ),
}
_OVER: Final = {
    IncidentKind.SITE: N_(
        "From %(since)s to %(ended_at)s the voting site could not be reached, or only with difficulty. It works again."
    ),
    IncidentKind.MAIL: N_(
        "From %(since)s to %(ended_at)s mails about the vote left late, or did not arrive. If you have no mail with "
        "your personal link, ask for one on the page of the vote."
    ),
    IncidentKind.DOCUMENT: N_(
        "From %(since)s to %(ended_at)s a document of the vote was wrong or missing. The page of the vote says which "
        "one, and what is right."
    ),
    IncidentKind.OTHER: N_(
        "From %(since)s to %(ended_at)s something was not as it should be in the vote. The page of the vote says what "
        "it was."
    ),
}
_SAFE: Final = N_("Votes that are in the ballot box are safe, and they count.")
_AGAIN: Final = N_("If you have voted and would now choose otherwise, you can vote again: only your last vote counts.")
_UNTIL: Final = N_("Voting is open until %(closes_at)s. If more time is given, you get a mail about it.")
_CLOSED: Final = N_("Voting has closed; nobody can vote any more.")


@dataclass(frozen=True)
class ToTell:
    """What is told: which kind of incident, since when, until when (None while it lasts), and the hours of the vote.

    `closes_at` is None when nobody can vote any more. Times are UTC.
    """

    kind: IncidentKind
    since: datetime
    ended_at: datetime | None
    closes_at: datetime | None


def proposed_message(told: ToTell, translator_of: Callable[[Language], Translator]) -> tuple[Texts, Texts]:
    """Return subject and body in four languages, to be edited before they are sent."""
    subjects = {each.value: translator_of(each).say(SUBJECTS[told.kind]) for each in LANGUAGES}
    bodies = {each.value: "\n\n".join(_paragraphs(told, translator_of(each))) for each in LANGUAGES}
    return Texts.from_dict(subjects), Texts.from_dict(bodies)


def line_of_journal(subject: Texts, body: Texts) -> str:
    """Return how the journal names a message: by its subject, and by the SHA-256 of all its texts."""
    digest = sha256_hex(canonical_json({"subject": subject.as_dict(), "body": body.as_dict()}))
    name = next(iter(subject.as_dict().values()), "")
    return f"{name} ({digest})"


def _paragraphs(told: ToTell, said: Translator) -> list[str]:
    if told.ended_at is None:
        first = said.say(_LASTING[told.kind], since=told.since)
    else:
        first = said.say(_OVER[told.kind], since=told.since, ended_at=told.ended_at)
    if told.closes_at is None:
        return [first, said.say(_SAFE), said.say(_CLOSED)]
    again = said.say(_AGAIN if told.kind is IncidentKind.DOCUMENT else _SAFE)
    return [first, again, said.say(_UNTIL, closes_at=told.closes_at)]
