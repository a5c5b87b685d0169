"""Pages for everybody: the home page, and an assembly with its agenda, its documents and its votes."""

from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from govapp.assembly.agenda.queries import ItemRow, list_documents, list_items
from govapp.assembly.agenda.queries.questions import get_questions
from govapp.assembly.agenda.rules.items import Item
from govapp.assembly.agenda.rules.questions import ANSWER_NAMES
from govapp.assembly.convocation.rules.reading import count_words, voting_minutes
from govapp.assembly.meeting.queries import AssemblyRow, find_second_meeting, get_assembly, list_assemblies
from govapp.assembly.meeting.rules.refusals import AssemblyNotFound
from govapp.assembly.meeting.views import bp
from govapp.assembly.votes.queries.announcements import find_announcement
from govapp.assembly.votes.queries.keys import keys_of
from govapp.assembly.votes.queries.voters import voter_votes_in
from govapp.assembly.votes.queries.votes import VoteRow, find_current, get_items, get_vote_of, list_votes
from govapp.assembly.votes.rules.paper import as_asked, needed
from govapp.assembly.votes.rules.states import VoteState
from govapp.assembly.votes.views import bp as votes_bp
from govapp.assembly.votes.views.dates import read_calendar
from govapp.assembly.votes.views.incidents_shown import read_incidents
from govapp.assembly.votes.views.labels import template_context
from govapp.assembly.votes.views.my import describe_voter_vote
from govapp.assembly.votes.views.presenters import VerdictView, describe_seal_faults, describe_verdicts
from govapp.assembly.votes.views.results import find_valid
from govapp.ballots import queries as ballots
from govapp.ballots.rules.key_modes import who_sees
from govapp.ballots.rules.voter_states import VoterState
from govapp.db.uow import Work
from govapp.kernel.actors import ActorKind, Role
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import Phrase
from govapp.request_context import actor, language, now, officers, public, read_only, today, translator

VOTED = {VoterState.CAN_CHANGE, VoterState.CLOSED_VOTED, VoterState.RESULT_VOTED}


@dataclass(frozen=True)
class Reader:
    """What the page knows of a shareholder who came in by a personal link.

    `has_voted` says that every right that he or she may exercise was used, `has_several` that there are more than one.
    `sentence` is what is true for the own right, or the first one; `reason` why there is none.
    """

    name: str = ""
    may_vote: bool = False
    has_voted: bool = False
    has_several: bool = False
    sentence: str = ""
    reason: str = ""


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    """Show the assembly people come for, in its present state, with the one thing to do now."""
    with read_only() as work:
        row = find_current(work.session, now())
        rows = list_assemblies(work.session, only_public=True)
        context: dict[str, Any] = _assembly(work, row) if row else {}
        others = [
            (each, _focus(list_votes(work.session, each.id, only_public=True)))
            for each in rows
            if row is None or each.id != row.id
        ]
    return render_template("assembly/meeting/home.html", row=row, others=others, **context, **template_context())


@bp.get("/assemblies/<int:assembly_id>")
@public
def assembly(assembly_id: int) -> ResponseReturnValue:
    """Show an assembly: its agenda with texts and documents, what each item needs, and its votes."""
    with read_only() as work:
        row = published(work, assembly_id)
        context = _assembly(work, row)
    return render_template("assembly/meeting/assembly.html", row=row, **context, **template_context())


@bp.get("/office/assemblies/<int:assembly_id>/preview")
@officers(Role.SECRETARY, Role.AUDITOR)
def preview(assembly_id: int) -> ResponseReturnValue:
    """Show the page of an assembly as everybody will see it once its agenda is locked."""
    with read_only() as work:
        row = get_assembly(work.session, assembly_id)
        context = _assembly(work, row, is_preview=True)
    return render_template("assembly/meeting/assembly.html", row=row, **context, **template_context())


@votes_bp.get("/votes/<int:vote_id>")
@public
def page_of(vote_id: int) -> ResponseReturnValue:
    """Lead from a vote to the page of its assembly."""
    with read_only() as work:
        vote = get_vote_of(work.session, SubjectRef.to("vote", vote_id))
        row = published(work, vote.assembly_id)
    return redirect(url_for("meeting.assembly", assembly_id=row.id), code=303)


def published(work: Work, assembly_id: int) -> AssemblyRow:
    """Return an assembly whose agenda everybody may read; raises AssemblyNotFound."""
    row = get_assembly(work.session, assembly_id)
    if not row.is_public:
        raise AssemblyNotFound
    return row


def _assembly(work: Work, row: AssemblyRow, *, is_preview: bool = False) -> dict[str, Any]:
    # What is being rewritten after it was taken back is a draft again: nobody should rely on it.
    is_hidden = row.is_taken_back and not is_preview
    items = () if is_hidden else list_items(work.session, row.id)
    votes = list_votes(work.session, row.id, only_public=not is_preview)
    vote = votes[-1] if is_preview else _focus(votes)
    decided = _decided(work, row, votes)
    numbers = {item.number for item in get_items(work.session, vote)}
    # What an item needs comes from the sealed rules of its vote, whatever agenda and statutes say since.
    held = [each for each in votes if each.state is not VoteState.CANCELLED]
    fixed = {item.item_id: item for each in (*held, vote) for item in get_items(work.session, each)}
    put = tuple(each for each in items if each.item.is_voted and each.item.number in numbers)
    keys = keys_of(work.session, vote)
    return {
        "items": items,
        "decided": decided,
        "votes": votes,
        "vote": vote,
        "voted": put,
        "minutes": voting_minutes(count_words([each.item for each in put], language()), len(put)),
        "needs": {each.id: _needed(row, fixed.get(each.id, each.item)) for each in items},
        "papers": [each for each in list_documents(work.session, row.id) if each.item_id is None and not is_hidden],
        "reader": _reader(work, row, vote),
        "is_voting": vote.is_voting(now()),
        "is_preview": is_preview,
        "is_waiting": is_preview
        or vote.state is VoteState.LOCKED
        or (vote.state is VoteState.OPEN and now() < vote.opens_at),
        "closed_at": vote.closed_at or vote.closes_at,
        "keys": keys,
        "who_can_see": who_sees(keys, translator()) if keys else "",
        "hours": ballots.get_hours(work.session, vote.paper) if vote.paper else None,
        "announced": find_announcement(work.session, vote.id),
        "short": _paper_lines(put, decided),
        "calendar": read_calendar(work, row, vote),
        **read_meetings(work, row, only_public=not is_preview),
        "seal_faults": tuple(dict.fromkeys(fault for each in votes for fault in describe_seal_faults(work, each))),
        **read_incidents(work, *[each for each in votes if each.is_public]),
        "questions": get_questions(work.session, row.id),
        "answer_names": ANSWER_NAMES,
        "moment": now(),
    }


def _focus(votes: tuple[VoteRow, ...]) -> VoteRow:
    """Return the vote a visitor comes for: the one that runs, else the next, else the last that was not cancelled."""
    running = [vote for vote in votes if vote.is_voting(now())]
    coming = [vote for vote in votes if vote.state in {VoteState.LOCKED, VoteState.OPEN} and vote.closes_at > now()]
    held = [vote for vote in votes if vote.state is not VoteState.CANCELLED]
    return [*running, *coming, *held[-1:], votes[-1]][0]


def _decided(work: Work, row: AssemblyRow, votes: tuple[VoteRow, ...]) -> dict[int, list[VerdictView]]:
    """Return the verdicts by item, in the order of the votes.

    Those of a vote whose figures are not the announced ones are left out: its result page says so.
    """
    found: dict[int, list[VerdictView]] = {}
    for vote in votes:
        counted = find_valid(work, row, vote)
        for each in describe_verdicts(counted, has_met=row.held_on <= today()) if counted else ():
            found.setdefault(each.verdict.item_id, []).append(each)
    return found


def read_meetings(work: Work, row: AssemblyRow, *, only_public: bool) -> dict[str, AssemblyRow | None]:
    """Return the `first` meeting of a second one and the `second` of a first one, where they are and may be read."""
    first = get_assembly(work.session, row.first_meeting_id) if row.first_meeting_id else None
    second = find_second_meeting(work.session, row.id)
    found = {"first": first, "second": second}
    return {name: each if each and (each.is_public or not only_public) else None for name, each in found.items()}


def _needed(row: AssemblyRow, item: Item) -> Phrase:
    (asked,) = as_asked([item], is_second=row.is_second_meeting)
    return needed(asked).in_language(language())


def _paper_lines(items: tuple[ItemRow, ...], decided: dict[int, list[VerdictView]]) -> list[tuple[int, Phrase, str]]:
    return [
        (
            each.item.number,
            each.item.title.in_language(language()),
            decided[each.item.item_id][-1].short if each.item.item_id in decided else "",
        )
        for each in items
    ]


def _reader(work: Work, row: AssemblyRow, vote: VoteRow) -> Reader:
    who = actor()
    if who.kind is not ActorKind.SHAREHOLDER or who.id is None:
        return Reader()
    found = voter_votes_in(work.session, row, vote, who.id, now())
    if not found:
        return Reader(who.name)
    told = describe_voter_vote(found[0])
    if found[0].right is None:
        return Reader(who.name, sentence=told.sentence, reason=told.reason)
    has_voted = all(each.state in VOTED for each in found)
    return Reader(who.name, may_vote=True, has_voted=has_voted, has_several=len(found) > 1, sentence=told.sentence)
