"""Mails to the members of a key group, each with the one link that holds for the whole assembly."""

from sqlalchemy import insert, select

from govapp.accounts.queries import find_officer
from govapp.ballots.letters import BallotsLetter
from govapp.ballots.models import KeyRequest
from govapp.ballots.queries.key_groups import (
    KeyGroupRow,
    find_drill,
    list_key_groups,
    list_key_members,
    list_member_standings,
    when_all_said,
)
from govapp.ballots.rules.key_groups import ASKED_AFTER, KeyStep, list_awaited, next_step
from govapp.ballots.rules.papers import keys_path
from govapp.db.uow import Work
from govapp.kernel.subjects import SubjectRef
from govapp.outbox.service import Message, enqueue_many

TEST = "test"
_LETTERS = {
    KeyStep.CERTIFICATE: BallotsLetter.KEYS_WANTED,
    KeyStep.PROMISE: BallotsLetter.KEYS_NEXT,
    KeyStep.CONTRIBUTION: BallotsLetter.KEYS_NEXT,
    KeyStep.SHARE: BallotsLetter.KEYS_NEXT,
}


def ask_members(work: Work, found: KeyGroupRow, step: KeyStep | None) -> int:
    """Ask whoever is awaited for `step`, or without one for the test of the key; return how many mails that makes.

    Nobody is asked twice for the same.
    """
    drill = find_drill(work.session, found)
    turn = found.attempt if step else drill.round if drill else 0
    standings = list_member_standings(work.session, found)
    awaited = {each.position for each in list_awaited(standings, is_tested_now=drill is not None)}
    name = step.value if step else TEST
    members = [each for each in list_key_members(work.session, found.id) if each.position in awaited]
    asked = select(KeyRequest.member_id).where(
        KeyRequest.step == name, KeyRequest.turn == turn, KeyRequest.member_id.in_([each.id for each in members])
    )
    done = set(work.session.scalars(asked))
    messages = []
    for member in members:
        officer = find_officer(work.session, member.officer_id, work.now)
        if member.id in done or officer is None or officer.suspended_at is not None:
            continue
        values = {"member_id": member.id, "step": name, "turn": turn, "asked_at": work.now}
        work.session.execute(insert(KeyRequest).values(**values))
        messages.append(
            Message(
                _LETTERS[step] if step else BallotsLetter.KEY_TEST_WANTED,
                officer.email,
                officer.name,
                officer.language,
                SubjectRef.to("key_group", found.uuid),
                {"assembly": str(found.name.in_language(officer.language)), "path": keys_path(found.uuid)},
            )
        )
    enqueue_many(work, messages)
    return len(messages)


def ask_who_is_awaited(work: Work) -> int:
    """Ask by mail, in every group, whoever did not take the next step while the page was open; for the worker.

    Returns how many mails that makes.
    """
    asked = 0
    for found in list_key_groups(work.session):
        step = next_step(list_member_standings(work.session, found))
        if step in {KeyStep.PROMISE, KeyStep.CONTRIBUTION, KeyStep.SHARE}:
            ready_at = when_all_said(work.session, found, step)
            if ready_at is not None and ready_at + ASKED_AFTER <= work.now:
                asked += ask_members(work, found, step)
        elif step is None:
            drill = find_drill(work.session, found)
            if drill is not None and drill.waived_at is None and drill.started_at + ASKED_AFTER <= work.now:
                asked += ask_members(work, found, None)
    return asked
