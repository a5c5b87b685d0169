"""Incidents of a vote: what happened, since when and to whom; written down once, and never changed.

Rec(2017)5, 47: incidents are reported at once to those who run the election. What is written is public at once and for
ever: whoever has to decide afterwards whether a vote holds finds what was known, and when.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from govapp.assembly.votes.rules.states import VoteState
from govapp.ballots.rules import ExtensionGround
from govapp.kernel.actors import Actor, ActorKind, Role
from govapp.kernel.errors import N_, Conflict, Forbidden, Invalid, NotFound
from govapp.kernel.texts import LANGUAGES, Texts, Words, each_of, kept_lines, list_texts
from pybelenios.window import MAX_REASON_CHARACTERS

MIN_CHARACTERS: Final = 15
"""What is shorter is a mark and no sentence."""
MAX_HAPPENED_CHARACTERS: Final = MAX_REASON_CHARACTERS
"""As long as the reason of an extension may be: what happened is the reason when more time is given."""
MIN_AFFECTED_CHARACTERS: Final = 3
MAX_AFFECTED_CHARACTERS: Final = 200
MAX_SUBJECT_CHARACTERS: Final = 120
MIN_BODY_CHARACTERS: Final = 40
MAX_BODY_CHARACTERS: Final = 2_000
MAX_INCIDENTS: Final = 50
MAX_NOTES: Final = 100
"""More than that in one vote is a slip or mischief: the public page is to stay readable."""


class IncidentKind(StrEnum):
    """What went wrong."""

    SITE = "site"
    MAIL = "mail"
    DOCUMENT = "document"
    OTHER = "other"


KIND_NAMES: Final = {
    IncidentKind.SITE: N_("The site could not be reached"),
    IncidentKind.MAIL: N_("Mails left late or did not arrive"),
    IncidentKind.DOCUMENT: N_("A document was wrong or missing"),
    IncidentKind.OTHER: N_("Something else"),
}
GROUNDS: Final[Mapping[IncidentKind, ExtensionGround]] = {
    IncidentKind.SITE: ExtensionGround.OUTAGE,
    IncidentKind.MAIL: ExtensionGround.LETTERS,
}
"""The incidents for which the sealed ballot paper lets voting be extended."""
REPORTERS: Final = (Role.SECRETARY, Role.SCRUTINEER)
"""Who may write down an incident, and what became of it."""
_DOTS: Final = {ord(sign): "." for sign in "\u3002\u2024\uff61\u00b7"} | {0x2044: "/", 0x2215: "/"}
_ADDRESS: Final = re.compile(r"://|www\.|[\w-]\.[a-z]{2,}/", re.IGNORECASE)
# Spaces at which no line may end stay what they are: French sets them before a colon.
_BREAKING_SPACE: Final = re.compile(r"[^\S\u00a0\u202f]+")
_HIDDEN: Final = frozenset({"Cc", "Cf"})
"""Signs that nobody sees, among them those that turn the direction of a line around."""
_WHILE: Final = frozenset({VoteState.LOCKED, VoteState.OPEN, VoteState.CLOSED, VoteState.COUNTED})


class IncidentNotFound(NotFound):
    """There is no such incident of this vote."""

    code = "incident_not_found"
    message = N_("We cannot find this incident.")
    help = N_("Look at the list of incidents of the vote.")


class NotAReporter(Forbidden):
    """Somebody wrote about an incident who is neither secretary nor scrutineer."""

    code = "incident_not_a_reporter"
    message = N_("Only a secretary or a scrutineer writes down incidents of a vote.")
    help = N_("Nothing was written. Tell one of them.")


class NotTheSecretary(Forbidden):
    """Somebody wanted to write to everybody who may vote, and is not a secretary."""

    code = "incident_not_the_secretary"
    message = N_("Only a secretary writes to everybody who may vote.")
    help = N_("Nothing was sent. What is written down is public already; ask the secretariat for a mail.")


class NoIncidentsNow(Conflict):
    """An incident was reported of a vote that nobody knows of yet, or whose result is announced."""

    code = "incident_not_now"
    message = N_("Incidents are written down from the moment the vote is locked until its result is announced.")
    help = N_("Nothing was written. What becomes known later belongs in the minutes.")


class IncidentAlreadyWritten(Conflict):
    """The same form was sent before, or somebody else wrote meanwhile."""

    code = "incident_already_written"
    message = N_("Something was written here since you opened this page, perhaps by this very form.")
    help = N_("Nothing was written again. Read what stands here now; send the form again only if it is still missing.")


class TooManyIncidents(Conflict):
    """A vote has as many incidents, or an incident as many notes, as a page can hold."""

    code = "incident_too_many"
    message = N_("No more can be written down here: there are %(maximum)s already.")
    help = N_("Write the rest in the minutes.")


class HappenedNeeded(Invalid):
    """What happened is no sentence, or too long to be the reason of an extension."""

    code = "incident_happened"
    message = N_("Say in a sentence of %(fewest)s to %(most)s characters what happened.")


class AffectedNeeded(Invalid):
    """It is not said who is affected."""

    code = "incident_affected"
    message = N_("Say in %(fewest)s to %(most)s characters who is affected, for example: everybody who may vote.")


class SinceDoesNotFit(Invalid):
    """An incident was said to begin in the future."""

    code = "incident_since"
    message = N_("An incident cannot begin after now.")


class EndDoesNotFit(Invalid):
    """An incident was said to end before it began, or in the future."""

    code = "incident_end"
    message = N_("An incident ends after it began on %(since)s, and not after now.")


class NoteNeeded(Invalid):
    """A note says nothing."""

    code = "incident_note"
    message = N_("Say in a sentence of %(fewest)s to %(most)s characters what is to be added.")


class MessageIncomplete(Invalid):
    """A message to everybody lacks a language, or is too short or too long in one."""

    code = "incident_message"
    message = N_(
        "Write the message in all four languages: a subject of at most %(most_subject)s characters, and %(fewest)s to "
        "%(most)s characters below it."
    )
    help = N_("Nothing was sent.")


class MessageHasAddress(Invalid):
    """A message to everybody names an address on the web."""

    code = "incident_message_address"
    message = N_("The message names an address on the web. The mail has a button that leads to the page of the vote.")
    help = N_("Nothing was sent. Leave the address out: with one, the mail cannot be told from a fraud.")


class IncidentChanged(Conflict):
    """What is kept of an incident is not what the journal tells: somebody changed the database."""

    code = "incident_changed"
    message = N_(
        "Incident %(number)s is no longer what was written down at the time: somebody changed or deleted it in the "
        "database. Do not rely on it. The journal, which the auditors read, tells what was written."
    )
    help = N_("Nothing was sent or changed. Tell the auditors; write down what is right as another incident.")


class NoGround(Conflict):
    """More time was to be given for an incident that is no ground for it in the sealed ballot paper."""

    code = "incident_no_ground"
    message = N_("The ballot paper allows more time only for an outage or for mails that did not arrive.")
    help = N_("Nothing was changed.")


@dataclass(frozen=True, slots=True)
class CheckedIncident:
    """An incident as it is written down: moments in UTC, `affected` on one line."""

    kind: IncidentKind
    happened: Words
    affected: Words
    since: datetime


def require_reporter(actor: Actor) -> str:
    """Return the role in which somebody writes about an incident; raises NotAReporter."""
    if actor.kind is ActorKind.OFFICER:
        for role in REPORTERS:
            if role in actor.roles:
                return role.value
    raise NotAReporter


def require_sender(actor: Actor) -> None:
    """Return when somebody may write to everybody who may vote; raises NotTheSecretary."""
    if actor.kind is not ActorKind.OFFICER or Role.SECRETARY not in actor.roles:
        raise NotTheSecretary


def has_incidents_now(state: VoteState) -> bool:
    """Tell whether incidents of a vote in this state are written down."""
    return state in _WHILE


def require_time_of_incidents(state: VoteState) -> None:
    """Return when incidents of a vote in this state are written down; raises NoIncidentsNow."""
    if not has_incidents_now(state):
        raise NoIncidentsNow


def require_next(number: int, there_are: int, at_most: int) -> None:
    """Return when `number` is the next of `there_are` lines: a form that is sent twice writes once.

    Raises IncidentAlreadyWritten, TooManyIncidents.
    """
    if number != there_are + 1:
        raise IncidentAlreadyWritten
    if there_are >= at_most:
        raise TooManyIncidents(maximum=at_most)


def checked_report(
    kind: IncidentKind, happened: Words, affected: Words, since: datetime, now: datetime
) -> CheckedIncident:
    """Return an incident as it is kept; raises HappenedNeeded, AffectedNeeded, SinceDoesNotFit."""
    what, who = each_of(happened, own_lines), each_of(affected, one_line)
    if not _fits(what, MIN_CHARACTERS, MAX_HAPPENED_CHARACTERS):
        raise HappenedNeeded(fewest=MIN_CHARACTERS, most=MAX_HAPPENED_CHARACTERS)
    if not _fits(who, MIN_AFFECTED_CHARACTERS, MAX_AFFECTED_CHARACTERS):
        raise AffectedNeeded(fewest=MIN_AFFECTED_CHARACTERS, most=MAX_AFFECTED_CHARACTERS)
    if since > now:
        raise SinceDoesNotFit
    return CheckedIncident(kind, what, who, since)


def checked_note(text: Words, ended_at: datetime | None, since: datetime, now: datetime) -> Words:
    """Return a note as it is kept; `ended_at` is when the incident ended, where the note says so.

    Raises NoteNeeded, EndDoesNotFit.
    """
    if ended_at is not None and not since < ended_at <= now:
        raise EndDoesNotFit(since=since)
    said = each_of(text, own_lines)
    if not _fits(said, MIN_CHARACTERS, MAX_HAPPENED_CHARACTERS):
        raise NoteNeeded(fewest=MIN_CHARACTERS, most=MAX_HAPPENED_CHARACTERS)
    return said


def checked_message(subject: Texts, body: Texts) -> tuple[Texts, Texts]:
    """Return subject and body of a message to everybody as they are sent, each whole in four languages.

    A subject is one line, a body has paragraphs. Raises MessageIncomplete, MessageHasAddress.
    """
    subjects = {each.value: one_line(getattr(subject, each.value)) for each in LANGUAGES}
    bodies = {each.value: "\n\n".join(paragraphs(getattr(body, each.value))) for each in LANGUAGES}
    fits = all(1 <= len(line) <= MAX_SUBJECT_CHARACTERS for line in subjects.values())
    if not fits or not all(MIN_BODY_CHARACTERS <= len(text) <= MAX_BODY_CHARACTERS for text in bodies.values()):
        raise MessageIncomplete(
            most_subject=MAX_SUBJECT_CHARACTERS, fewest=MIN_BODY_CHARACTERS, most=MAX_BODY_CHARACTERS
        )
    if any(_ADDRESS.search(_plain_dots(text)) for text in (*subjects.values(), *bodies.values())):
        raise MessageHasAddress
    return Texts.from_dict(subjects), Texts.from_dict(bodies)


def _fits(words: Words, fewest: int, most: int) -> bool:
    """Tell whether something is said, and each text of it is as long as it may be."""
    texts = list_texts(words)
    return bool(texts) and all(fewest <= len(text) <= most for text in texts)


def _plain_dots(text: str) -> str:
    """Return a text in which every sign that a browser reads as a dot or a slash in an address is one."""
    return unicodedata.normalize("NFKC", text).translate(_DOTS)


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs of a text, which are parted by empty lines; each keeps its lines, as a list has them."""
    return tuple(filter(None, own_lines(text).split("\n\n")))


def own_lines(text: str) -> str:
    """Return a text with the lines that somebody typed, without signs that nobody sees."""
    lines = kept_lines(text).split("\n")
    return kept_lines("\n".join("".join(map(_seen, line)) for line in lines))


def one_line(text: str) -> str:
    """Return a text on one line, without signs that nobody sees."""
    kept = _BREAKING_SPACE.sub(" ", text)
    return "".join(map(_seen, kept)).strip()


def _seen(sign: str) -> str:
    return "" if unicodedata.category(sign) in _HIDDEN else sign


def ground_of(kind: IncidentKind) -> ExtensionGround:
    """Return the ground on which voting can be extended for an incident; raises NoGround."""
    if kind not in GROUNDS:
        raise NoGround
    return GROUNDS[kind]
