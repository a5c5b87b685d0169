"""The draft of the minutes: what happened, in the order in which minutes tell it, in four languages.

Every figure comes from a sealed record, and each line says from which. Nothing here is typed by anybody.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from govapp.assembly.agenda.rules.items import Item
from govapp.assembly.agenda.rules.questions import WrittenQuestions
from govapp.assembly.attendance.rules.items_in_room import ItemStep
from govapp.assembly.minutes.rules.channels import apart_lines, channel_lines
from govapp.assembly.minutes.rules.preparation import (
    KeyFacts,
    NoticeFacts,
    ProxyFacts,
    key_lines,
    notice_lines,
    proxy_lines,
)
from govapp.assembly.minutes.rules.questions import question_lines
from govapp.assembly.minutes.rules.record import Figure, Minutes, MinutesLine, ProofKind, Section
from govapp.assembly.minutes.rules.room import RoomFacts, item_lines, room_lines
from govapp.assembly.minutes.rules.wording import Writer
from govapp.assembly.votes.rules.channels import ChannelResult, used_on_list
from govapp.assembly.votes.rules.sentence import formula, turnout, verdict_sentences
from govapp.assembly.votes.rules.states import VoteState
from govapp.assembly.votes.rules.verdict import ItemVerdict
from govapp.kernel.errors import N_
from govapp.kernel.texts import Language, Texts
from govapp.language.translator import Translator

UNDECIDED = frozenset({VoteState.LOCKED, VoteState.OPEN, VoteState.CLOSED, VoteState.COUNTED})
"""States of a vote that minutes cannot speak of yet: what came of it is not announced."""


@dataclass(frozen=True, slots=True)
class RollFacts:
    """The voting list of a vote: its digest, its size, how many were added after it was frozen."""

    id: int
    record_date: date
    digest: str
    size: int
    added: int


@dataclass(frozen=True, slots=True)
class HoursFacts:
    """One change of the hours of a vote (UTC): more time until `until`, or a closing before the hour `until`."""

    is_early_closing: bool
    at: datetime
    until: datetime
    reason: Texts


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """What was added to an incident later (UTC)."""

    at: datetime
    text: Texts


@dataclass(frozen=True, slots=True)
class IncidentFacts:
    """An incident of a vote, with what was added to it (UTC)."""

    number: int
    since: datetime
    ended_at: datetime | None
    happened: Texts
    affected: Texts
    notes: tuple[NoteFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class ResultFacts:
    """What was announced of a vote (UTC), with the digests of the record and of the last event of the archive."""

    announced_at: datetime
    digest: str
    archive_head: str
    ballots: int
    received: int
    items: tuple[Item, ...]
    verdicts: tuple[ItemVerdict, ...]
    channels: tuple[ChannelResult, ...] = ()
    hands_because: str = ""

    @property
    def used(self) -> int:
        """Return how many rights of the voting list were used, on line and in the room."""
        return used_on_list(self.channels) or self.ballots


@dataclass(frozen=True, slots=True)
class VoteFacts:
    """One vote of the assembly (UTC). `fingerprint` is that of its ballot paper, `reason` why it was given up."""

    ordinal: int
    state: VoteState
    roll: RollFacts | None
    paper_uuid: str
    fingerprint: str
    opened_at: datetime | None
    closed_at: datetime | None
    changes: tuple[HoursFacts, ...] = ()
    incidents: tuple[IncidentFacts, ...] = ()
    result: ResultFacts | None = None
    reason: str = ""
    notice: NoticeFacts = field(default_factory=NoticeFacts)
    keys: KeyFacts | None = None


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """An assembly with its agenda and its votes; `notes` are what the secretary wrote under each section, by key."""

    assembly_id: int
    title: Texts
    held_on: date
    place: Texts
    is_second: bool
    agenda: tuple[Item, ...]
    votes: tuple[VoteFacts, ...]
    notes: Mapping[str, Texts]
    room: RoomFacts = field(default_factory=RoomFacts)
    proxies: ProxyFacts = field(default_factory=ProxyFacts)
    questions: WrittenQuestions = field(default_factory=WrittenQuestions)


def draft_minutes(facts: MeetingFacts, language: Language, zone: str) -> Minutes:
    """Return the minutes as the facts give them; `language` is the authentic one, `zone` that of the clock."""
    writer = _Writer(zone)
    sections = [
        Section("meeting", writer.say(N_("Meeting and voting list")), tuple(writer.meeting(facts))),
        *writer.room(facts.room),
        *(writer.vote(each, len(facts.votes) > 1) for each in facts.votes),
        *writer.questions(facts.questions),
        *(writer.item(item, facts.votes, facts.room) for item in facts.agenda),
    ]
    incidents = tuple(line for each in facts.votes for line in writer.incidents(each))
    if incidents:
        sections.append(Section("incidents", writer.say(N_("Incidents")), incidents))
    sections.append(Section("closing", writer.say(N_("Closing"))))
    noted = tuple(Section(each.key, each.title, each.lines, facts.notes.get(each.key, Texts())) for each in sections)
    return Minutes(facts.assembly_id, facts.title, facts.held_on, language, noted)


def undecided_votes(facts: MeetingFacts) -> tuple[int, ...]:
    """Return the ordinals of the votes whose outcome is not announced yet."""
    return tuple(each.ordinal for each in facts.votes if each.state in UNDECIDED)


class _Writer(Writer):
    """Writes the lines of minutes."""

    def meeting(self, facts: MeetingFacts) -> Iterator[MinutesLine]:
        """Say when and where it was held, and who was entitled to vote."""
        words = N_("The general assembly was held on %(day)s.")
        if facts.place:
            words = N_("The general assembly was held on %(day)s. Place: %(place)s.")
        held = self.say(words, day=facts.held_on, place=facts.place)
        yield MinutesLine("held", held, {"held_on": facts.held_on.isoformat()}, ProofKind.ASSEMBLY)
        if facts.is_second:
            words = N_("It was a second meeting: the first one did not reach its quorum.")
            yield MinutesLine("second", self.say(words), {}, ProofKind.ASSEMBLY)
        seen: set[str] = set()
        for vote in facts.votes:
            if vote.roll is not None and vote.roll.digest not in seen:
                seen.add(vote.roll.digest)
                yield from self._roll(vote.roll, vote.ordinal)
            yield from notice_lines(vote.notice, vote.ordinal, self.in_all)
        yield from proxy_lines(facts.proxies, self.in_all)

    def room(self, facts: RoomFacts) -> Iterator[Section]:
        """Yield the section about the meeting in the room, where anything of it was written down."""
        if facts.is_recorded:
            yield Section("room", self.say(N_("Meeting in the room")), tuple(room_lines(facts, self.say)))

    def questions(self, facts: WrittenQuestions) -> Iterator[Section]:
        """Yield the section about written questions, where any stands."""
        if facts.standing:
            lines = tuple(question_lines(facts, self.say, self.in_all))
            yield Section("questions", self.say(N_("Written questions")), lines)

    def vote(self, facts: VoteFacts, is_one_of_several: bool) -> Section:
        """Say when people voted, how many did, and what changed the hours."""
        title = self.say(N_("Secret ballot"))
        if is_one_of_several:
            title = self.say(N_("Secret ballot %(ordinal)s"), ordinal=facts.ordinal)
        return Section(f"vote-{facts.ordinal}", title, tuple(self._vote_lines(facts)))

    def item(self, item: Item, votes: Sequence[VoteFacts], room: RoomFacts) -> Section:
        """Say what was put to the assembly and what it decided, in each vote on the item."""
        title = self.in_all(lambda said: f"{item.number}. {item.title.in_language(said.language)}")
        put = [(vote, vote.result) for vote in votes if vote.result is not None]
        lines = [
            line
            for vote, result in put
            for verdict in result.verdicts
            if verdict.item_id == item.item_id and verdict.method is not None
            for line in self._verdict(vote, result, verdict)
        ]
        if not item.is_voted and not lines:
            words = N_("The assembly has noted this item. No vote was needed.")
            lines = [
                *self._text(item, ProofKind.ASSEMBLY),
                MinutesLine("noted", self.say(words), {}, ProofKind.ASSEMBLY),
            ]
        opened = item_lines(room, item.item_id, ItemStep.OPENED, self.say)
        closed = item_lines(room, item.item_id, ItemStep.CLOSED, self.say)
        return Section(f"item-{item.number}", title, (*opened, *lines, *closed))

    def incidents(self, facts: VoteFacts) -> Iterator[MinutesLine]:
        """Say what went wrong in a vote, and what was added to it."""
        for each in facts.incidents:
            figures: dict[str, Figure] = {"vote": facts.ordinal, "number": each.number, "since": each.since.isoformat()}
            words = N_("Incident %(number)s, from %(since)s on: %(happened)s Affected: %(affected)s")
            if each.ended_at is not None:
                figures["ended_at"] = each.ended_at.isoformat()
                words = N_("Incident %(number)s, from %(since)s to %(ended)s: %(happened)s Affected: %(affected)s")
            said = self.say(
                words,
                number=each.number,
                since=each.since,
                ended=each.ended_at or each.since,
                happened=_ended(each.happened),
                affected=_ended(each.affected),
            )
            yield MinutesLine("incident", said, figures, ProofKind.INCIDENT, facts.ordinal)
            for note in each.notes:
                added = self.say(
                    N_("Added on %(at)s to incident %(number)s: %(text)s"),
                    at=note.at,
                    number=each.number,
                    text=note.text,
                )
                noted: dict[str, Figure] = {"number": each.number, "at": note.at.isoformat()}
                yield MinutesLine("incident_note", added, noted, ProofKind.INCIDENT, facts.ordinal)

    def _roll(self, roll: RollFacts, ordinal: int) -> Iterator[MinutesLine]:
        figures: dict[str, Figure] = {"record_date": roll.record_date.isoformat(), "size": roll.size}
        entitled = self.in_all(
            lambda said: said.ngettext(
                "%(count)s shareholder of the register of %(day)s is entitled to vote.",
                "%(count)s shareholders of the register of %(day)s are entitled to vote.",
                roll.size,
                day=roll.record_date,
            )
        )
        yield MinutesLine("entitled", entitled, figures, ProofKind.ROLL, ordinal, roll.digest)
        if roll.added:
            added = self.in_all(
                lambda said: said.ngettext(
                    "%(count)s of them was added after the list was frozen, by two officers together.",
                    "%(count)s of them were added after the list was frozen, each by two officers together.",
                    roll.added,
                )
            )
            yield MinutesLine("added", added, {"added": roll.added}, ProofKind.ROLL, ordinal, roll.digest)

    def _vote_lines(self, facts: VoteFacts) -> Iterator[MinutesLine]:
        if facts.opened_at is not None and facts.closed_at is not None:
            words = N_("Votes were received from %(opened)s to %(closed)s.")
            figures: dict[str, Figure] = {
                "opened_at": facts.opened_at.isoformat(),
                "closed_at": facts.closed_at.isoformat(),
            }
            said = self.say(words, opened=facts.opened_at, closed=facts.closed_at)
            yield MinutesLine("hours", said, figures, ProofKind.PAPER, facts.ordinal, facts.fingerprint)
        for change in facts.changes:
            words = N_("On %(at)s the hour of closing was moved to %(until)s. Reason: %(reason)s")
            if change.is_early_closing:
                words = N_("Voting was closed early on %(at)s; it was to last until %(until)s. Reason: %(reason)s")
            said = self.say(words, at=change.at, until=change.until, reason=change.reason)
            moments: dict[str, Figure] = {"at": change.at.isoformat(), "until": change.until.isoformat()}
            code = "closed_early" if change.is_early_closing else "extended"
            yield MinutesLine(code, said, moments, ProofKind.PAPER, facts.ordinal, facts.fingerprint)
        if facts.state is VoteState.CANCELLED:
            said = self.say(
                N_("This vote was cancelled before the first ballot. Reason: %(reason)s"), reason=facts.reason
            )
            yield MinutesLine("cancelled", said, {}, ProofKind.PAPER, facts.ordinal, facts.fingerprint)
        if facts.state is VoteState.ENDED:
            said = self.say(N_("This vote ended without a result. Reason: %(reason)s"), reason=facts.reason)
            yield MinutesLine("ended", said, {}, ProofKind.PAPER, facts.ordinal, facts.fingerprint)
        if facts.result is not None and facts.roll is not None:
            yield from self._turnout(facts, facts.result, facts.roll)

    def _turnout(self, facts: VoteFacts, result: ResultFacts, roll: RollFacts) -> Iterator[MinutesLine]:
        voted = self.in_all(lambda said: turnout(result.used, roll.size, said))
        figures: dict[str, Figure] = {"ballots": result.used, "size": roll.size}
        yield MinutesLine("turnout", voted, figures, ProofKind.ARCHIVE, facts.ordinal, result.archive_head)
        yield from channel_lines(self, (facts.ordinal, result.digest), result.channels, result.hands_because)
        replaced = result.received - result.ballots
        if replaced:
            said = self.in_all(
                lambda said: said.ngettext(
                    "%(received)s ballots came in. %(count)s was replaced by a later one of the same voter.",
                    "%(received)s ballots came in. %(count)s were replaced by later ones of the same voters.",
                    replaced,
                    received=result.received,
                )
            )
            counted: dict[str, Figure] = {"received": result.received, "replaced": replaced}
            yield MinutesLine("replaced", said, counted, ProofKind.ARCHIVE, facts.ordinal, result.archive_head)
        if facts.keys is not None:
            yield from key_lines(facts.keys, facts.ordinal, self.say, self.in_all, facts.fingerprint)
        said = self.say(N_("The result was announced on %(at)s."), at=result.announced_at)
        announced: dict[str, Figure] = {"announced_at": result.announced_at.isoformat()}
        yield MinutesLine("announced", said, announced, ProofKind.RESULT, facts.ordinal, result.digest)

    def _verdict(self, vote: VoteFacts, result: ResultFacts, verdict: ItemVerdict) -> Iterator[MinutesLine]:
        item = next(each for each in result.items if each.item_id == verdict.item_id)
        yield from self._text(item, ProofKind.PAPER, vote.ordinal, vote.fingerprint)

        def sentences(said: Translator) -> str:
            names = [str(choice.label.in_language(said.language)) for choice in item.choices]
            return " ".join(verdict_sentences(verdict, names, said))

        yield MinutesLine(
            "verdict", self.in_all(sentences), _verdict_figures(verdict), ProofKind.RESULT, vote.ordinal, result.digest
        )
        yield from apart_lines(self, (vote.ordinal, result.digest), item, result.items, result.channels)
        calculation = self.in_all(lambda said: formula(verdict, said))
        if calculation:
            yield MinutesLine("formula", calculation, {}, ProofKind.RESULT, vote.ordinal, result.digest)

    def _text(self, item: Item, proof: ProofKind, ordinal: int = 0, digest: str = "") -> Iterator[MinutesLine]:
        if item.is_voted:
            asked = self.say(N_("Put to the vote: %(question)s"), question=item.asked)
            yield MinutesLine("question", asked, {"item": item.number}, proof, ordinal, digest)
        if item.body:
            body = self.in_all(lambda said: str(item.body.in_language(said.language)))
            yield MinutesLine("text", body, {"item": item.number}, proof, ordinal, digest)


def _verdict_figures(verdict: ItemVerdict) -> dict[str, Figure]:
    figures: dict[str, Figure] = {
        "item": verdict.number,
        "outcome": verdict.outcome.value,
        "ballots": verdict.ballots,
    }
    if verdict.counts is not None:
        figures["for"] = verdict.counts.votes_for
        figures["against"] = verdict.counts.votes_against
        figures["abstain"] = verdict.counts.abstentions
    for line in verdict.lines:
        figures[f"choice_{line.index + 1}"] = line.votes
    for place, test in enumerate(verdict.quorum, start=1):
        figures[f"present_{place}"] = test.present
        figures[f"needed_{place}"] = test.fewest
    return figures


def _ended(text: Texts) -> Texts:
    """Return a text with a full stop where it has no sign at its end, so that another sentence can follow."""
    return Texts.from_dict(
        {code: words if words[-1] in ".!?…" else f"{words}." for code, words in text.as_dict().items()}
    )
