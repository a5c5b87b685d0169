"""The steps of a vote: lock, open and close it. Each is taken once, by whoever comes first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from govapp.assembly.agenda.rules.items import Item, agenda_problems, describe_gaps
from govapp.assembly.agenda.rules.refusals import TextsMissing
from govapp.assembly.convocation.rules.occasions import Occasion
from govapp.assembly.convocation.service.addressees import mail_notice
from govapp.assembly.meeting.models import Assembly
from govapp.assembly.meeting.rules.changes import check_version
from govapp.assembly.meeting.rules.refusals import AssemblyCalledOff
from govapp.assembly.meeting.service import touch
from govapp.assembly.proxies.service import take_proxies_along
from govapp.assembly.tags import AssemblyTag
from govapp.assembly.votes.models import Vote
from govapp.assembly.votes.queries.results import get_meeting, get_shown_agenda, list_seal_faults
from govapp.assembly.votes.queries.votes import (
    VoteRow,
    get_items,
    get_vote,
    get_vote_of_paper,
    list_voted_items,
    list_votes,
    to_row,
    vote_reference,
)
from govapp.assembly.votes.rules.drafts import VotedItem, name_of
from govapp.assembly.votes.rules.paper import as_asked, paper_questions
from govapp.assembly.votes.rules.record import RULES, SealedRules
from govapp.assembly.votes.rules.states import (
    Channel,
    VoteState,
    check_channel,
    check_step,
    check_window,
)
from govapp.assembly.votes.service.mailings import call_off_letters_to_vote, tell_everybody, write_to
from govapp.assembly.votes.service.planning import put_items
from govapp.assembly.votes.service.post import notice_of
from govapp.assembly.votes.service.rows import locked_vote
from govapp.assembly.votes.service.second_person import ask_to_confirm_closing
from govapp.audit import journal
from govapp.audit.rules.entry import FactValue
from govapp.ballots import service as ballots
from govapp.ballots.queries import find_key_group_in_use, list_key_members
from govapp.ballots.rules import PreparePaper, Trustee
from govapp.ballots.rules.key_groups import Holder, MakeKeyGroup, needed_of
from govapp.ballots.rules.papers import MIN_BALLOTS
from govapp.ballots.service.closing import CLOSING_GRACE
from govapp.db.uow import Work
from govapp.kernel.canonical import canonical_json, sha256_hex
from govapp.kernel.errors import N_, Conflict
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import Language, Texts, Words, labelled
from govapp.shares.rolls import queries as rolls
from govapp.shares.rolls.service import FreezeRoll, freeze_roll
from govapp.statutes.queries import get_version_on


class AgendaNotReady(Conflict):
    """The agenda has faults; the page of the assembly lists them all."""

    code = "agenda_not_ready"
    message = N_("The agenda cannot be locked yet.")
    help = N_("The page of the assembly says what is missing. Mend it and lock again.")


@dataclass(frozen=True)
class LockVote:
    """Lock the agenda as it was read at `version`, freeze the roll, prepare the ballot paper for `trustees`.

    Officers among them hold their keys together, for all votes of the assembly, and `needed` of them open a count; 0
    stands for what we propose, more than half. With the keys of an earlier vote of the assembly nobody else is asked.
    Fewer than `minimum_ballots` ballots will never be decrypted. Once voting is open, it may be extended by at most
    `extension_days`, 0 for not at all. With `opens_itself` the worker opens it at its hour.
    With `in_room` people in the room may also vote on paper or by a show of hands. Texts that are missing in a
    language cannot be written afterwards: the acting officer waives them (`waives_gaps`), or nothing is locked.
    """

    assembly_id: int
    version: int
    trustees: tuple[Trustee, ...]
    language: Language = Language.FR
    minimum_ballots: int = MIN_BALLOTS
    ordinal: int = 1
    extension_days: int = 1
    opens_itself: bool = False
    needed: int = 0
    in_room: bool = False
    waives_gaps: bool = False


@dataclass(frozen=True)
class OpenVoting:
    """Open the voting and have everybody on the roll invited."""

    assembly_id: int
    ordinal: int = 1


@dataclass(frozen=True)
class CloseVoting:
    """Close the voting, or ask to close it before its hour, for a `reason` that everybody will read."""

    assembly_id: int
    reason: Words = ""
    ordinal: int = 1


def lock_vote(work: Work, command: LockVote) -> str:
    """Lock a vote, and with the first the agenda, and return the uuid of its ballot paper.

    Raises AlreadyThere, VoteCancelled, AssemblyCalledOff, ChangedMeanwhile, AgendaNotReady, TextsMissing,
    ChannelNotReady, and what freezing the roll, finding the keys and preparing the paper raise.
    """
    assembly, vote = locked_vote(work, command.assembly_id, command.ordinal)
    row = to_row(work.session, vote)
    check_step(row.state, VoteState.LOCKED, vote.changed_by, vote.changed_at)
    if assembly.called_off_at is not None:
        raise AssemblyCalledOff
    check_version(command.version, assembly.version, assembly.changed_by, assembly.changed_at)
    channel = Channel.BOTH if command.in_room else Channel(vote.channel)
    check_channel(channel)
    items = get_items(work.session, row)
    if agenda_problems(items):
        raise AgendaNotReady
    if assembly.locked_at is None:
        _waive_gaps(work, vote_reference(vote), items, is_waived=command.waives_gaps)
    if not list_voted_items(work.session, vote.id):
        put_items(work, vote.id, tuple(VotedItem(item.item_id) for item in items))
    sealed = SealedRules(
        get_version_on(work.session, assembly.held_on).digest,
        items,
        get_meeting(work.session, row),
        get_shown_agenda(work.session, row),
        channel=channel,
    )
    rules = RULES.encode(sealed, RULES.newest)
    roll_id = _roll(work, assembly)
    keys = _trustees(work, assembly, command)
    uuid = ballots.prepare_paper(work, _paper(assembly, vote, roll_id, command, items=items, rules=rules, keys=keys))
    if all(seat.is_server for seat in keys[0]):
        ballots.seal_paper(work, uuid)
    vote.roll_id, vote.paper_uuid, vote.rules, vote.locked_at = roll_id, uuid, rules, work.now
    vote.opens_itself, vote.channel = command.opens_itself, channel.value
    assembly.published_at = assembly.published_at or work.now
    assembly.locked_at = assembly.locked_at or work.now
    touch(work, assembly, vote)
    facts: dict[str, FactValue] = {"roll": roll_id, "paper": uuid, "items": len(items)}
    if channel is not Channel.REMOTE:
        facts["in_room"] = True
    journal.record(work, AssemblyTag.ASSEMBLY_LOCKED, vote_reference(vote), facts=facts)
    return uuid


def _waive_gaps(work: Work, subject: SubjectRef, items: tuple[Item, ...], *, is_waived: bool) -> None:
    gaps = describe_gaps(items)
    if gaps and not is_waived:
        raise TextsMissing(gaps=gaps)
    if gaps:
        journal.record(work, AssemblyTag.TEXTS_WAIVED, subject, facts={"gaps": gaps})


def open_voting(work: Work, command: OpenVoting) -> tuple[int, int]:
    """Open the voting and return how many will be invited by mail and how many must be written to by post.

    The invitations are asked for here and written by the worker, in the order of the roll. Raises AlreadyThere,
    VoteCancelled, NotYetPossible, WindowNotReached, WindowPassed, KeysMissing, and what `list_seal_faults` yields.
    """
    assembly, vote = locked_vote(work, command.assembly_id, command.ordinal)
    row = to_row(work.session, vote)
    check_step(row.state, VoteState.OPEN, vote.changed_by, vote.changed_at)
    check_window(row.opens_at, row.closes_at, work.now)
    for fault in list_seal_faults(work.session, row):
        raise fault
    if row.paper is not None and not row.paper.is_sealed:
        ballots.seal_paper(work, row.prepared_paper_uuid)
    ballots.open_paper(work, row.prepared_paper_uuid)
    touch(work, assembly, vote)
    to_mail, by_post = _invite(work, row)
    others = mail_notice(work, notice_of(work, to_row(work.session, vote)))
    facts: dict[str, FactValue] = {"to_invite_by_mail": to_mail, "to_write_by_post": by_post}
    if others:
        facts["directors_mailed"] = others
    journal.record(work, AssemblyTag.ASSEMBLY_OPENED, vote_reference(vote), facts=facts)
    return to_mail, by_post


def precompute_tally(work: Work, assembly_id: int, ordinal: int = 1) -> None:
    """Add up the ballots of an open voting ahead of its closing, which then holds nobody up for long; reads only.

    Raises VoteNotFound.
    """
    uuid = get_vote(work.session, assembly_id, ordinal).paper_uuid
    if uuid is not None:
        ballots.precompute_tally(work.session, uuid)


def close_voting(work: Work, command: CloseVoting) -> bool:
    """Close the voting whose hour has come and return true; before its hour ask to close it, and return false.

    Raises AlreadyThere, VoteCancelled, NotYetPossible, and before the hour what `ballots.ask_early_closing` raises:
    ReasonNeeded, EarlyClosingNotAllowed, EarlyClosingWaits.
    """
    assembly, vote = locked_vote(work, command.assembly_id, command.ordinal)
    row = to_row(work.session, vote)
    check_step(row.state, VoteState.CLOSED, vote.changed_by, vote.changed_at)
    if work.now < row.closes_at:
        asked = ballots.ask_early_closing(work, row.prepared_paper_uuid, command.reason)
        ask_to_confirm_closing(work, row, asked)
        return False
    _close(work, assembly, vote)
    return True


def confirm_early_closing(work: Work, uuid: str) -> None:
    """Close a vote before its hour, as somebody asked whom the person who acts now confirms.

    Everybody on the voting list is told by mail, with the reason. Raises VoteNotFound, AlreadyThere, VoteCancelled,
    NotYetPossible, NoEarlyClosingWaits, ClosingNeedsAnother.
    """
    found = get_vote_of_paper(work.session, uuid)
    assembly, vote = locked_vote(work, found.assembly_id, found.ordinal)
    check_step(to_row(work.session, vote).state, VoteState.CLOSED, vote.changed_by, vote.changed_at)
    _close(work, assembly, vote, is_early=True)


def close_due(work: Work) -> tuple[int, ...]:
    """Close every voting whose announced hour has come, and return the numbers of the votes; for the worker.

    It waits a few seconds, so that ballots which arrived before the hour can still be written down.
    """
    settled = work.now - CLOSING_GRACE
    # Every vote that was not cancelled is looked at: there are a few in a year.
    candidates = work.session.execute(
        select(Vote.assembly_id, Vote.ordinal).where(Vote.locked_at.is_not(None), Vote.cancelled_at.is_(None))
    ).all()
    closed = []
    for assembly_id, ordinal in candidates:
        if not _is_due(get_vote(work.session, assembly_id, ordinal), settled):
            continue
        assembly, vote = locked_vote(work, assembly_id, ordinal)
        due = to_row(work.session, vote)
        # A box that somebody changed stays open in the database and takes no ballot: the run sheet says why.
        if _is_due(due, settled) and ballots.find_closing_fault(work.session, due.prepared_paper_uuid) is None:
            _close(work, assembly, vote)
            closed.append(vote.id)
    return tuple(closed)


def _is_due(row: VoteRow, settled: datetime) -> bool:
    return row.state is VoteState.OPEN and row.closes_at <= settled


def _roll(work: Work, assembly: Assembly) -> int:
    """Return the voting list of the assembly: frozen with its first vote, and the same for every later one."""
    earlier = [each.roll_id for each in list_votes(work.session, assembly.id) if each.state is not VoteState.CANCELLED]
    known = [roll_id for roll_id in earlier if roll_id is not None]
    if known:
        return known[0]
    purpose = Texts.from_dict(assembly.title)
    roll_id = freeze_roll(work, FreezeRoll(record_date=assembly.record_date, purpose=purpose))
    # Proxies that were confirmed before the agenda was taken back and locked again.
    take_proxies_along(work, assembly.id, roll_id)
    return roll_id


def _invite(work: Work, row: VoteRow) -> tuple[int, int]:
    roll = rolls.get_roll(work.session, row.frozen_roll_id)
    by_post = rolls.count_unreachable_entries(work.session, roll.id)
    write_to(work, row, Occasion.INVITATION, roll.size - by_post)
    return roll.size - by_post, by_post


def _close(work: Work, assembly: Assembly, vote: Vote, *, is_early: bool = False) -> None:
    row = to_row(work.session, vote)
    # First of all: it waits for a batch that is being written, and both need the journal afterwards.
    call_off_letters_to_vote(work, row)
    reason: Words = ""
    if is_early:
        reason = ballots.close_paper_early(work, row.prepared_paper_uuid).reason
    else:
        ballots.close_paper(work, row.prepared_paper_uuid)
    touch(work, assembly, vote)
    if is_early:
        tell_everybody(work, row, Occasion.EARLY_CLOSING)
    subject = vote_reference(vote)
    journal.record(work, AssemblyTag.ASSEMBLY_CLOSED, subject, facts={"early": is_early}, reason=labelled(reason))


def _trustees(work: Work, assembly: Assembly, command: LockVote) -> tuple[tuple[Trustee, ...], int | None]:
    """Return the trustees of a paper, and the key group that they are; the server alone is none."""
    holders = tuple(Holder(each.officer_id, each.name) for each in command.trustees if each.officer_id is not None)
    subject = SubjectRef.to("assembly", assembly.id)
    if not holders and find_key_group_in_use(work.session, str(subject)) is None:
        return command.trustees, None
    needed = command.needed or needed_of(len(holders))
    group = ballots.find_or_make_key_group(
        work, MakeKeyGroup(str(subject), Texts.from_dict(assembly.title), holders, needed)
    )
    members = list_key_members(work.session, group.id)
    return tuple(Trustee(each.officer_id, each.name) for each in members), group.id


def _paper(
    assembly: Assembly,
    vote: Vote,
    roll_id: int,
    command: LockVote,
    *,
    items: tuple[Item, ...],
    rules: dict[str, Any],
    keys: tuple[tuple[Trustee, ...], int | None],
) -> PreparePaper:
    trustees, group_id = keys
    return PreparePaper(
        subject_ref=vote_reference(vote),
        roll_id=roll_id,
        name=name_of(Texts.from_dict(assembly.title), vote.ordinal),
        questions=paper_questions(as_asked(items, is_second=assembly.is_second_meeting)),
        opens_at=vote.opens_at,
        closes_at=vote.closes_at,
        trustees=trustees,
        key_group_id=group_id,
        rules_digest=sha256_hex(canonical_json(rules)),
        language=command.language,
        minimum_ballots=command.minimum_ballots,
        extension_days=command.extension_days,
    )
