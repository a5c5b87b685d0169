"""Whoever may confirm what waits for a second person is told by mail, once, and whoever asked is not."""

import pytest
from sqlalchemy import select

from govapp.accounts.service import change_access
from govapp.accounts.service.roles import GrantRole
from govapp.assembly.votes.service import CloseVoting, close_voting
from govapp.ballots.rules.early_closing import EarlyClosingWaits
from govapp.db.engine import Database
from govapp.kernel.actors import Actor, ActorKind, Role
from govapp.kernel.clock import FixedClock
from govapp.outbox.models import OutboxMessage
from govapp.web.app import DECLARATIONS
from tests.factories.accounts import OfficerHandle, an_officer
from tests.factories.assembly import Meeting, written


def acting(officer: OfficerHandle, *roles: Role) -> Actor:
    return Actor(ActorKind.OFFICER, officer.id, "Whoever asks", frozenset(roles))


def letters(meeting: Meeting) -> list[tuple[str, str, str]]:
    """Return to whom letters to a second person go, what waits, and the page they lead to."""
    wanted = select(OutboxMessage).where(OutboxMessage.template == "second_person").order_by(OutboxMessage.to_address)
    with meeting.at() as work:
        return [(row.to_address, row.facts["waiting"], row.facts["path"]) for row in work.session.scalars(wanted)]


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    return written(database, clock)


def officer(meeting: Meeting, email: str, *roles: Role) -> OfficerHandle:
    return an_officer(meeting.database, meeting.clock.now(), *roles, email=f"{email}@ambora.example")


REASON = "Everybody on the list has voted."


def test_key_holders_are_told_of_an_early_closing_once(meeting: Meeting) -> None:
    secretary = officer(meeting, "secretary", Role.SECRETARY)
    officer(meeting, "auditor", Role.AUDITOR)
    holders = [acting(officer(meeting, name, Role.SCRUTINEER), Role.SCRUTINEER) for name in ("s1", "s2", "s3")]
    uuid = meeting.lock(*holders, needed=2)
    meeting.keys.make()
    meeting.open()
    asker = acting(secretary, Role.SECRETARY)
    with meeting.at(asker) as work:
        assert not close_voting(work, CloseVoting(meeting.id, REASON))
    expected = [(f"{name}@ambora.example", "early_closing", f"/office/closings/{uuid}") for name in ("s1", "s2", "s3")]
    assert letters(meeting) == expected
    with pytest.raises(EarlyClosingWaits), meeting.at(asker) as work:
        close_voting(work, CloseVoting(meeting.id, REASON))
    assert letters(meeting) == expected


def test_where_the_server_holds_the_key_every_other_officer_is_told(meeting: Meeting) -> None:
    secretary = officer(meeting, "secretary", Role.SECRETARY)
    officer(meeting, "auditor", Role.AUDITOR)
    uuid = meeting.lock()
    meeting.open()
    with meeting.at(acting(secretary, Role.SECRETARY)) as work:
        close_voting(work, CloseVoting(meeting.id, REASON))
    assert letters(meeting) == [("auditor@ambora.example", "early_closing", f"/office/closings/{uuid}")]


def test_nothing_is_told_of_what_was_not_asked_after_all(meeting: Meeting) -> None:
    officer(meeting, "auditor", Role.AUDITOR)
    meeting.lock()
    meeting.open()
    with pytest.raises(RuntimeError), meeting.at() as work:
        close_voting(work, CloseVoting(meeting.id, REASON))
        raise RuntimeError
    assert letters(meeting) == []


def test_other_administrators_are_told_of_a_change_of_roles_during_a_vote(meeting: Meeting) -> None:
    first = officer(meeting, "first", Role.ADMINISTRATOR)
    officer(meeting, "second", Role.ADMINISTRATOR)
    third = officer(meeting, "third", Role.AUDITOR)
    meeting.lock()
    meeting.open()
    with meeting.at(acting(first, Role.ADMINISTRATOR)) as work:
        grant = GrantRole(third.id, Role.REGISTRAR, meeting.clock.now())
        assert change_access(work, grant, reason="The registrar is ill", declarations=DECLARATIONS)
    assert letters(meeting) == [("second@ambora.example", "access", "/office/officers")]
