"""A verdict as the result page shows it: words, formula, rows of the ranking, links of the chain."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext, ngettext

from govapp.assembly.votes.queries.announcements import AnnouncementRow
from govapp.assembly.votes.queries.journal_lines import is_as_told
from govapp.assembly.votes.queries.results import Counted, list_seal_faults
from govapp.assembly.votes.queries.votes import VoteRow
from govapp.assembly.votes.rules.channels import CHANNEL_NAMES
from govapp.assembly.votes.rules.outcomes import ItemOutcome
from govapp.assembly.votes.rules.paper import as_asked, needed
from govapp.assembly.votes.rules.sentence import division, formula, verdict_sentences
from govapp.assembly.votes.rules.states import VoteState
from govapp.assembly.votes.rules.verdict import ORDINARY, ChoiceResult, ItemVerdict
from govapp.ballots import service as ballots
from govapp.ballots.rules import PaperQuestion, QuestionType
from govapp.ballots.rules.refusals import VoteNotAsTold
from govapp.db.uow import Work
from govapp.kernel.errors import N_
from govapp.kernel.texts import Phrase
from govapp.language.translator import Translator
from govapp.request_context import language, translator
from govapp.shares.rolls.queries import RollRow
from govapp.statutes.rules.deciding import MotionCounts

_HEAD = re.compile(r"^(.+?[.:])\s+(.+)$", re.DOTALL)

ROW_STATES = {ItemOutcome.ELECTED: "won", ItemOutcome.ADOPTED: "won", ItemOutcome.TIED: "tie"}


@dataclass(frozen=True)
class CandidateView:
    """A candidate who was voted for as a motion."""

    name: Phrase
    counts: MotionCounts
    outcome: ItemOutcome
    formula: str


@dataclass(frozen=True)
class VerdictView:
    """One verdict, ready for the page. `head` is the outcome in a word or two, `rest` the sentence after it.

    `short` tells the outcome in a line: the word of a decision, the names of those elected; a tie always in full.
    """

    verdict: ItemVerdict
    title: Phrase
    head: str
    rest: str
    short: str
    tie: str
    others: tuple[str, ...]
    formula: str
    needed: Phrase
    rows: tuple[dict[str, Any], ...]
    candidates: tuple[CandidateView, ...]


def describe_seal_faults(work: Work, vote: VoteRow) -> tuple[str, ...]:
    """Return, in the reader's language, why a vote is no longer what its sealed ballot paper says, or cannot close."""
    faults = list(list_seal_faults(work.session, vote))
    if not faults and vote.state is VoteState.OPEN and work.now > vote.closes_at + ballots.CLOSING_GRACE:
        faults += filter(None, [ballots.find_closing_fault(work.session, vote.prepared_paper_uuid)])
    said = tuple(" ".join(translator().describe_refusal(fault)) for fault in faults)
    return said + describe_untold(work, vote)


def describe_untold(work: Work, vote: VoteRow) -> tuple[str, ...]:
    """Say in the reader's language where moments or reasons of a vote are not those of the journal."""
    if is_as_told(work.session, vote):
        return ()
    return (" ".join(translator().describe_refusal(VoteNotAsTold())),)


def describe_verdicts(counted: Counted, *, has_met: bool = True) -> tuple[VerdictView, ...]:
    """Return all verdicts in the reader's language, in agenda order; `has_met` once the day of the meeting has come."""
    return tuple(_describe_verdict(counted, verdict, translator(), has_met=has_met) for verdict in counted.verdicts)


def describe_chain(counted: Counted, announced: AnnouncementRow | None, *, holds: bool) -> list[dict[str, Any]]:
    """Return the links from the register to the result, each with the fingerprint of what it stands for."""
    links = [*_register_links(counted.roll), *_box_links(counted)]
    if announced is None:
        links.append({"name": gettext("Result"), "text": gettext("It is not announced yet."), "state": "coming"})
        return links
    count = len(counted.verdicts)
    link: dict[str, Any] = {
        "name": gettext("Result"),
        "text": ngettext(
            "%(count)s verdict, with its rule.",
            "%(count)s verdicts, each with its rule.",
            count,
            count=translator().number(count),
        ),
        "digest": announced.digest,
    }
    if not holds:
        link |= {
            "state": "broken",
            "why": gettext("The figures counted now are not those that were announced."),
        }
    return [*links, link]


def _register_links(roll: RollRow) -> list[dict[str, Any]]:
    number = translator().number
    return [
        {
            "name": gettext("Register"),
            "text": gettext(
                "%(entries)s entries, each linked to the one before.", entries=number(roll.ledger_sequence)
            ),
            "digest": roll.ledger_head,
        },
        {
            "name": gettext("Voting list"),
            "text": gettext("%(size)s shareholders, one vote each.", size=number(roll.size)),
            "digest": roll.digest,
        },
    ]


def _box_links(counted: Counted) -> list[dict[str, Any]]:
    number = translator().number
    questions = ngettext(
        "%(count)s question, in four languages.",
        "%(count)s questions, in four languages.",
        counted.questions,
        count=number(counted.questions),
    )
    ballots = ngettext(
        "%(count)s sealed ballot, of which %(replaced)s replaced; opened only as a total, with proofs.",
        "%(count)s sealed ballots, of which %(replaced)s replaced; opened only as a total, with proofs.",
        counted.received,
        count=number(counted.received),
        replaced=number(counted.received - counted.ballots),
    )
    board = url_for("ballots.board", uuid=counted.uuid)
    links = [
        {"name": gettext("Ballot paper"), "text": questions, "digest": counted.fingerprint, "href": board},
        {"name": gettext("Ballot box and count"), "text": ballots, "digest": counted.archive_head, "href": board},
    ]
    if counted.room:
        links.append({"name": gettext("Papers and hands"), "text": _room_words(counted)})
    return links


def _room_words(counted: Counted) -> str:
    """Return how many papers and hands were counted, and by whom: no digest stands for them, two people do."""
    said = translator()
    parts = [f"{said.number(each.rights)} {said.say(CHANNEL_NAMES[each.channel])}" for each in counted.room]
    names = list(dict.fromkeys(name for each in counted.room for name in each.counted_by))
    return said.say(N_("%(parts)s, counted apart by %(names)s."), parts=said.names(parts), names=said.names(names))


def describe_channels(counted: Counted, questions: Sequence[PaperQuestion]) -> list[dict[str, Any]]:
    """Return the figures of each question in each channel, as words: for 4, against 1, abstention 0."""
    return [
        {
            "item": asked.item,
            "title": asked.title.in_language(language()),
            "channel": each.channel,
            "figures": _figures(asked, each.counts[index]),
            "invalid": each.rights - each.valid[index],
            "rights": each.rights,
        }
        for index, asked in enumerate(questions)
        for each in counted.channels
    ]


def _figures(asked: PaperQuestion, counts: Sequence[int]) -> str:
    return " · ".join(
        f"{name} {translator().number(count)}" for name, count in zip(figure_names(asked), counts, strict=True)
    )


def figure_names(asked: PaperQuestion) -> tuple[str, ...]:
    """Return the names of the figures of a question in the reader's language, in the order of the ballot paper."""
    if asked.kind is not QuestionType.APPROVAL:
        return gettext("For"), gettext("Against"), gettext("Abstention")
    names = [str(answer.label.in_language(language())) for answer in asked.answers]
    return (gettext("Blank"), *names) if asked.blank else tuple(names)


def _describe_verdict(counted: Counted, verdict: ItemVerdict, said: Translator, *, has_met: bool) -> VerdictView:
    item = counted.item_of(verdict)
    (asked,) = as_asked([item], is_second=counted.is_second)
    names = [choice.label.in_language(language()) for choice in item.choices]
    limit = verdict.needed or ORDINARY.threshold
    is_tied = bool(verdict.tied) and verdict.outcome is not ItemOutcome.NO_QUORUM
    sentences = list(verdict_sentences(verdict, [str(name) for name in names], said, has_met=has_met))
    # With a tie, the sentence before it names who is surely elected; without one it opens the verdict itself.
    tie = sentences.pop(1 if verdict.elected else 0) if is_tied else ""
    first = sentences.pop(0) if sentences and (verdict.elected or not is_tied) else ""
    head, rest = _split(first) if first else (gettext("Tied."), "")
    short = _short(verdict, head, rest, [str(name) for name in names], said)
    return VerdictView(
        verdict=verdict,
        title=item.title.in_language(language()),
        head=head,
        rest=rest,
        # A tie for the last seat takes nothing from those who are surely elected.
        short=" ".join(filter(None, ["" if is_tied and not verdict.elected else short, tie])),
        tie=tie,
        others=tuple(sentences),
        formula=formula(verdict, said),
        needed=needed(asked).in_language(language()),
        rows=tuple(_row(line, names) for line in verdict.ranked_lines if line.counts is None),
        candidates=tuple(
            CandidateView(names[line.index], line.counts, line.outcome, division(line.counts, said, limit))
            for line in verdict.ranked_lines
            if line.counts is not None
        ),
    )


def _short(verdict: ItemVerdict, head: str, rest: str, names: list[str], said: Translator) -> str:
    if verdict.counts is not None or verdict.outcome is ItemOutcome.NO_QUORUM:
        return head.rstrip(".:")
    if verdict.elected:
        return f"{head} {said.names([names[index] for index in verdict.elected])}"
    return f"{head} {rest}"


def _row(line: ChoiceResult, names: list[Phrase]) -> dict[str, Any]:
    return {"label": names[line.index], "votes": line.votes, "state": ROW_STATES.get(line.outcome, "")}


def _split(sentence: str) -> tuple[str, str]:
    found = _HEAD.match(sentence)
    return (found[1], found[2]) if found else (sentence, "")
