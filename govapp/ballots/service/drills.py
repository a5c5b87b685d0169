"""Testing the keys of a group: each member opens a test ballot with the copy of the key that was kept."""

import secrets

from sqlalchemy import func, insert, select

from govapp.audit.journal import record
from govapp.audit.rules.entry import FactValue
from govapp.ballots.models import KeyDrill, KeyDrillAnswer, KeyDrillWaiver
from govapp.ballots.queries import list_papers
from govapp.ballots.queries.key_groups import (
    KeyGroupRow,
    find_drill,
    get_key_group,
    get_key_group_by_id,
    list_key_members,
)
from govapp.ballots.rules import PaperState
from govapp.ballots.rules.ending import kept_reason
from govapp.ballots.rules.key_groups import (
    DrillOccasion,
    KeysNotTested,
    KeyStepEarly,
    KeyTestFailed,
    NothingToTest,
    is_tested_again,
)
from govapp.ballots.rules.key_records import drill_digest
from govapp.ballots.service.key_groups import member_of
from govapp.ballots.service.key_requests import ask_members
from govapp.ballots.tags import BallotsTag
from govapp.db.uow import Work
from govapp.kernel.canonical import sha256_hex
from govapp.kernel.subjects import SubjectRef
from pybelenios.credentials import draw_uuid
from pybelenios.drill import check_drill_answer, open_drill
from pybelenios.errors import Malformed, Refused
from pybelenios.group import read_point
from pybelenios.trustees import read_trustees


def start_drill(work: Work, uuid: str, occasion: DrillOccasion) -> None:
    """Ask every member of a group to open a new test ballot. Raises KeyGroupNotFound, or KeyStepEarly without a key."""
    found = get_key_group(work.session, uuid, locked=True)
    if found.formed_at is None:
        raise KeyStepEarly
    last = work.session.scalar(select(func.max(KeyDrill.round)).where(KeyDrill.group_id == found.id))
    values = {
        "group_id": found.id,
        "round": (last or 0) + 1,
        "attempt": found.attempt,
        "occasion": occasion.value,
        "nonce": draw_uuid(secrets.randbelow),
        "started_at": work.now,
    }
    work.session.execute(insert(KeyDrill).values(**values))
    content = drill_digest(str(values["nonce"]), occasion.value, found.attempt)
    facts: dict[str, FactValue] = {"round": (last or 0) + 1, "record": content}
    record(work, BallotsTag.KEY_TEST_ASKED, SubjectRef.to("key_group", uuid), facts=facts)


def answer_drill(work: Work, uuid: str, message: str) -> None:
    """Take in that the acting member opened the test ballot, `{"factor":...,"proof":...}`; said twice it is once.

    Raises KeyGroupNotFound, NotATrustee, NothingToTest or KeyTestFailed.
    """
    found = get_key_group(work.session, uuid, locked=True)
    me = member_of(work, found)
    drill = find_drill(work.session, found)
    if drill is None or me.public_key is None:
        raise NothingToTest
    body = message.strip().encode()
    try:
        check_drill_answer(read_point(me.public_key), found.uuid, drill.nonce, body)
    except (Malformed, Refused) as fault:
        raise KeyTestFailed from fault
    if me.id in drill.answered:
        return
    values = {"drill_id": drill.id, "member_id": me.id, "body": body, "answered_at": work.now}
    work.session.execute(insert(KeyDrillAnswer).values(**values))
    facts: dict[str, FactValue] = {"position": me.position, "round": drill.round, "record": sha256_hex(body)}
    record(work, BallotsTag.KEY_TESTED, SubjectRef.to("key_group", uuid), facts=facts)
    _require_opened(work, found)


def waive_drill(work: Work, uuid: str, reason: str) -> None:
    """Go on without the answers that are missing from a test during the vote, for a reason that everybody can read.

    The test before voting opens cannot be waived. Raises KeyGroupNotFound, NothingToTest or EndReasonNeeded.
    """
    found = get_key_group(work.session, uuid, locked=True)
    drill = find_drill(work.session, found)
    if drill is None or drill.occasion is DrillOccasion.OPENING or drill.waived_at is not None:
        raise NothingToTest
    said = kept_reason(reason)
    values = {"drill_id": drill.id, "reason": said, "waived_at": work.now, "waived_by": work.actor.reference}
    work.session.execute(insert(KeyDrillWaiver).values(**values))
    facts: dict[str, FactValue] = {"round": drill.round}
    record(work, BallotsTag.KEY_TEST_WAIVED, SubjectRef.to("key_group", uuid), facts=facts, reason=said)


def require_tested(work: Work, group_id: int) -> None:
    """Return when every member has opened a test ballot with the present key; raises KeysNotTested with their names."""
    found = get_key_group_by_id(work.session, group_id)
    drill = find_drill(work.session, found)
    answered = drill.answered if drill else {}
    missing = [member.name for member in list_key_members(work.session, found.id) if member.id not in answered]
    # A test during the vote of another paper comes after one that all of them passed.
    if missing and (drill is None or drill.occasion is DrillOccasion.OPENING):
        raise KeysNotTested(names=", ".join(missing))


def ask_to_test_again(work: Work) -> int:
    """Ask for a test in every group whose vote closes within two days, once, and return in how many; for the worker."""
    asked = set()
    for paper in list_papers(work.session, states=(PaperState.OPEN,)):
        if paper.key_group_id is None or paper.key_group_id in asked:
            continue
        found = get_key_group_by_id(work.session, paper.key_group_id)
        drill = find_drill(work.session, found)
        if drill and is_tested_again(work.now, paper.opens_at, paper.closes_at, drill.started_at):
            start_drill(work, found.uuid, DrillOccasion.CLOSING)
            ask_members(work, found, None)
            asked.add(found.id)
    return len(asked)


def _require_opened(work: Work, found: KeyGroupRow) -> None:
    """Open the test ballot itself once enough members have answered; raises KeyTestFailed when that does not fit."""
    drill = find_drill(work.session, found)
    if drill is None or found.record is None or len(drill.answered) < found.needed:
        return
    answers = select(KeyDrillAnswer.member_id, KeyDrillAnswer.body).where(KeyDrillAnswer.drill_id == drill.id)
    bodies = {answer.member_id: answer.body for answer in work.session.execute(answers)}
    factors = {
        member.position: check_drill_answer(read_point(member.public_key), found.uuid, drill.nonce, bodies[member.id])
        for member in list_key_members(work.session, found.id)
        if member.public_key is not None and member.id in bodies
    }
    try:
        open_drill(read_trustees(found.record), found.uuid, drill.nonce, factors)
    except Refused as fault:
        raise KeyTestFailed from fault
