"""A screen of the hall in words: each sentence in the one or two languages of the meeting."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

import segno

from govapp.assembly.agenda.rules.items import Item
from govapp.assembly.attendance.rules.presence import is_quorum_met
from govapp.assembly.room.queries import RoomRead, read_presence
from govapp.assembly.room.rules.screens import Said, Screen, ScreenKind, say_twice
from govapp.assembly.votes.queries.incidents import IncidentRow
from govapp.assembly.votes.queries.results import Counted
from govapp.assembly.votes.queries.votes import VoteRow
from govapp.assembly.votes.rules.incidents import KIND_NAMES
from govapp.assembly.votes.rules.outcomes import ItemOutcome
from govapp.assembly.votes.rules.sentence import quorum_sentence
from govapp.assembly.votes.rules.verdict import ORDINARY
from govapp.assembly.votes.views.presenters import VerdictView, describe_verdicts
from govapp.assembly.votes.views.results import find_valid
from govapp.ballots import queries as ballots
from govapp.ballots.rules.papers import booth_path
from govapp.db.uow import Work
from govapp.kernel.errors import N_, Param
from govapp.kernel.texts import LANGUAGES, Language, Phrase, Texts
from govapp.language import formats
from govapp.language.translator import Translator, translator_for
from govapp.request_context import in_language, settings
from govapp.shares.rolls import queries as rolls


@dataclass(frozen=True)
class Bar:
    """Votes for and against, and the limit as numerator and denominator."""

    votes_for: int
    votes_against: int
    need: tuple[int, int]


@dataclass(frozen=True)
class Square:
    """A QR code: how many modules it has at each side, and its dark ones as the path of an SVG, one unit each."""

    size: int
    path: str


@dataclass(frozen=True)
class ScreenWords:
    """Everything that stands on a screen. `way_in` is where the QR code `square` leads."""

    kind: ScreenKind
    heading: Said
    title: Said
    eyebrow: Said
    lines: tuple[Said, ...] = ()
    verdict: Said | None = None
    bar: Bar | None = None
    figure: str = ""
    figure_words: Said | None = None
    base: tuple[Said, ...] = ()
    incidents: tuple[Said, ...] = ()
    square: Square | None = None
    way_in: str = ""
    digest: str = ""
    digest_words: Said | None = None


@dataclass(frozen=True)
class Speaker:
    """The one or two languages in which a screen speaks."""

    languages: tuple[Language, ...]
    zone: str = field(default_factory=lambda: settings().timezone)

    def texts(self, texts: Texts) -> Said:
        """Return what somebody wrote."""
        return say_twice(texts, self.languages)

    def say(self, message: str, /, **params: Param) -> Said:
        """Return a sentence of ours."""
        return self.each(lambda translator: translator.say(message, **params))

    def each(self, write: Callable[[Translator], str]) -> Said:
        """Return what is written with the translator of each language."""
        return self.texts(Texts(**{each.value: write(translator_for(each, self.zone)) for each in LANGUAGES}))

    def views(self, write: Callable[[], str]) -> Said:
        """Return what the pages of a reader of each language say."""
        said = []
        for each in self.languages:
            with in_language(each):
                said.append(Phrase(write(), each))
        return Said(said[0], said[1] if len(said) > 1 else None)


def describe_screen(work: Work, room: RoomRead, screen: Screen, speaker: Speaker) -> ScreenWords:
    """Return what stands on the screen of a meeting now."""
    item = room.items.get(screen.item_id or 0)
    found = _describe_item(work, room, screen.kind, item, speaker) if item else _without_item(room, screen, speaker)
    return replace(found, incidents=tuple(_incident(each, speaker) for each in room.incidents))


def _without_item(room: RoomRead, screen: Screen, speaker: Speaker) -> ScreenWords:
    row = room.assembly
    title, day = speaker.texts(row.title), speaker.each(lambda said: formats.date_full(row.held_on, said.language))
    words = ScreenWords(screen.kind, heading=title, title=title, eyebrow=day)
    if screen.kind is ScreenKind.DONE:
        return replace(words, title=speaker.say(N_("All items have been dealt with.")))
    if screen.kind is ScreenKind.BREAK:
        return replace(words, title=speaker.say(N_("Break")))
    if screen.kind is ScreenKind.END and room.facts.closed_at is not None:
        closed_at = room.facts.closed_at
        hour = speaker.each(lambda said: _hour(closed_at, room, said))
        return replace(words, title=speaker.say(N_("The meeting is closed.")), lines=(hour,))
    return replace(words, lines=(speaker.texts(row.place),) if row.place else ())


def _describe_item(work: Work, room: RoomRead, kind: ScreenKind, item: Item, speaker: Speaker) -> ScreenWords:
    number = speaker.say(N_("Item %(number)s"), number=item.number)
    title, heading = speaker.texts(item.title), speaker.texts(room.assembly.title)
    words = ScreenWords(kind, heading=heading, title=title, eyebrow=number)
    if kind is ScreenKind.NEXT:
        return replace(words, eyebrow=speaker.say(N_("Next: item %(number)s"), number=item.number))
    vote = room.vote_of.get(item.item_id)
    if kind is ScreenKind.RESULT and vote is not None:
        return _result(work, room, vote, item, words, speaker)
    words = replace(words, base=_quorum(work, room, item, speaker))
    return _vote(work, room, vote, item, words, speaker) if kind is ScreenKind.VOTE and vote else words


def _quorum(work: Work, room: RoomRead, item: Item, speaker: Speaker) -> tuple[Said, ...]:
    """Return the quorum of an item as it is now; where none is asked, how many take part."""
    read = read_presence(work, room.assembly.id)
    tests = read.tests_of(item.rule, is_second_meeting=room.assembly.is_second_meeting)
    if not tests:
        there, entitled = read.presence.whole.heads, read.totals.heads
        words = N_("%(there)s of %(entitled)s shareholders take part.")
        return (speaker.say(words, there=there, entitled=entitled),)
    shown = tests if is_quorum_met(tests) else [each for each in tests if not each.is_met]
    return (speaker.each(lambda said: quorum_sentence(shown[0], said)),)


def _vote(work: Work, room: RoomRead, vote: VoteRow, item: Item, words: ScreenWords, speaker: Speaker) -> ScreenWords:
    paper = vote.paper
    if paper is None:
        raise AssertionError("unreachable")
    voted = ballots.count_voters_who_voted(work.session, paper.id)
    size = rolls.get_roll(work.session, vote.frozen_roll_id).size
    way_in = settings().base_url + booth_path(paper.uuid)
    closes = speaker.each(lambda said: said.say(N_("Voting closes: %(hour)s"), hour=_hour(vote.closes_at, room, said)))
    return replace(
        words,
        title=speaker.texts(item.question) if item.question else words.title,
        lines=(speaker.say(N_("Vote on your own device, with the link in your e-mail or the code in your letter.")),),
        figure=translator_for(speaker.languages[0], speaker.zone).number(voted),
        figure_words=speaker.say(N_("of %(size)s have voted"), size=size),
        base=(*words.base, closes),
        square=draw_square(way_in),
        way_in=way_in,
    )


def _result(work: Work, room: RoomRead, vote: VoteRow, item: Item, words: ScreenWords, speaker: Speaker) -> ScreenWords:
    counted = find_valid(work, room.assembly, vote)
    if counted is None:
        changed = N_("The result kept here is not what was announced: it is not shown.")
        return replace(words, verdict=speaker.say(changed))
    view = _view(counted, item)
    explained = speaker.views(lambda: _explanation(_view(counted, item)))
    return replace(
        words,
        verdict=speaker.views(lambda: _view(counted, item).short),
        bar=_bar(view),
        base=(explained,) if explained.first.text else (),
        digest=counted.archive_head,
        digest_words=speaker.say(N_("Digest of the board")),
    )


def _view(counted: Counted, item: Item) -> VerdictView:
    return next(each for each in describe_verdicts(counted) if each.verdict.item_id == item.item_id)


def _explanation(view: VerdictView) -> str:
    is_short = view.verdict.counts is not None or view.verdict.outcome is ItemOutcome.NO_QUORUM
    return " ".join([*([view.rest] if is_short else []), *view.others])


def _bar(view: VerdictView) -> Bar | None:
    counts = view.verdict.counts
    if counts is None or not counts.decisive_votes:
        return None
    limit = (view.verdict.needed or ORDINARY.threshold).fraction
    return Bar(counts.votes_for, counts.votes_against, (limit.numerator, limit.denominator))


def _incident(incident: IncidentRow, speaker: Speaker) -> Said:
    def write(said: Translator) -> str:
        what = said.say(KIND_NAMES[incident.kind])
        since = formats.time_only(incident.since, said.language, speaker.zone)
        return said.say(N_("%(what)s, since %(since)s. The chair says what follows."), what=what, since=since)

    return speaker.each(write)


def _hour(moment: datetime, room: RoomRead, said: Translator) -> str:
    """Return an hour; with its day where that is not the one of the meeting, as after midnight."""
    is_same_day = formats.local(moment, said.zone).date() == room.assembly.held_on
    shown = formats.time_only if is_same_day else formats.datetime_long
    return shown(moment, said.language, said.zone)


def draw_square(address: str) -> Square:
    """Return the QR code of an address."""
    rows = [bytes(row) for row in segno.make_qr(address, error="m").matrix]
    runs = ((dark.start(), y, len(dark[0])) for y, row in enumerate(rows) for dark in re.finditer(rb"\x01+", row))
    return Square(len(rows), "".join(f"M{x},{y}h{length}v1h-{length}z" for x, y, length in runs))
