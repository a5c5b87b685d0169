"""Whoever holds a key of the votes gives out no roles, keeps no register and runs no assembly; and the reverse."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from govapp.accounts.models import Officer
from govapp.accounts.queries import find_officer, list_key_holders
from govapp.accounts.refusals import KeyHolder, RolesMayNotMeet
from govapp.accounts.rules import may_hold_key, may_meet
from govapp.accounts.service import GrantRole, InviteOfficer, grant_role, invite_officer, revoke_role
from govapp.ballots.queries import holds_key
from govapp.ballots.rules.refusals import NotAKeyHolder
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM, Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Language
from tests.factories.accounts import an_officer, let_in, officer_browser
from tests.factories.assembly import written
from tests.factories.ballots import FOR, Hall, decision, opened, prepared, ready
from tests.web.page import PageClient

APART = (Role.ADMINISTRATOR, Role.SECRETARY, Role.REGISTRAR)


@dataclass(frozen=True)
class Office:
    """Where roles are given."""

    database: Database
    clock: FixedClock

    def grant(self, officer: int, role: Role, days: int = 0) -> None:
        now = self.clock.now()
        with self.database.unit_of_work(SYSTEM, now) as work:
            grant_role(work, GrantRole(officer, role, now + timedelta(days=days)), holds_key=holds_key)


def key_holder(hall: Hall) -> int:
    """Return the number of the officer who holds the first key of a paper."""
    officer_id = hall.trustees[0].id
    assert officer_id is not None
    return officer_id


@pytest.fixture
def office(database: Database, clock: FixedClock) -> Office:
    return Office(database, clock)


@pytest.mark.parametrize("role", APART)
def test_a_key_holder_gets_no_role_that_leads_a_vote_and_nobody_who_leads_one_gets_a_key(
    office: Office, role: Role
) -> None:
    holder = an_officer(office.database, office.clock.now(), Role.SCRUTINEER, email="k@ambora.example")
    leader = an_officer(office.database, office.clock.now(), role, email="l@ambora.example")
    for officer, wanted in ((holder, role), (leader, Role.SCRUTINEER)):
        for days in (0, 30):
            with pytest.raises(RolesMayNotMeet):
                office.grant(officer.id, wanted, days)


def test_an_invitation_with_both_roles_invites_nobody(office: Office) -> None:
    both = InviteOfficer("b@ambora.example", "Both", Language.NL, frozenset({Role.SCRUTINEER, Role.REGISTRAR}))
    with pytest.raises(RolesMayNotMeet), office.database.unit_of_work(SYSTEM, office.clock.now()) as work:
        invite_officer(work, both)
    with office.database.read_only(SYSTEM, office.clock.now()) as work:
        assert find_officer(work.session, 1, office.clock.now()) is None


def test_an_auditor_may_hold_a_key_and_every_other_pair_may_meet() -> None:
    assert may_meet(Role.SCRUTINEER, Role.AUDITOR)
    assert all(may_meet(one, other) for one in APART for other in APART)
    assert may_hold_key(frozenset({Role.SCRUTINEER, Role.AUDITOR}))
    assert not may_hold_key(frozenset({Role.SCRUTINEER, Role.SECRETARY}))
    assert not may_hold_key(frozenset({Role.AUDITOR}))


def test_the_suspended_and_the_never_enrolled_are_not_offered_as_key_holders(office: Office, clock: FixedClock) -> None:
    kept, gone = (
        an_officer(office.database, clock.now(), Role.SCRUTINEER, email=f"{name}@ambora.example") for name in "kg"
    )
    with office.database.unit_of_work(SYSTEM, clock.now()) as work:
        invite_officer(work, InviteOfficer("n@ambora.example", "Nobody yet", Language.NL, frozenset({Role.SCRUTINEER})))
        work.session.execute(update(Officer).where(Officer.id == gone.id).values(suspended_at=clock.now()))
    with office.database.read_only(SYSTEM, clock.now()) as work:
        assert [each.id for each in list_key_holders(work.session, clock.now())] == [kept.id]


def test_the_secretary_cannot_choose_somebody_who_may_not_hold_a_key(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    meeting = written(database, clock)
    secretary: PageClient = officer_browser(app, database, clock, Role.SECRETARY)
    holder = an_officer(database, clock.now(), Role.SCRUTINEER, email="k@ambora.example")
    offered = [
        box.get("value") for box in secretary.get(f"/office/assemblies/{meeting.id}").all("input", name="trustees")
    ]
    assert offered == [str(holder.id)]
    secretary.post(f"/office/assemblies/{meeting.id}/lock", {"trustees": "1", "version": str(meeting.row().version)})
    assert not meeting.row().is_locked


def test_the_page_of_an_officer_says_why_the_role_is_not_given(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    holder = an_officer(database, clock.now(), Role.SCRUTINEER, email="k@ambora.example")
    administrator = PageClient(app)
    let_in(administrator, an_officer(database, clock.now(), Role.ADMINISTRATOR, email="a@ambora.example"), clock)
    fields = {"role": "registrar", "from_at": "", "until_at": "", "reason": "short of hands"}
    administrator.post(f"/office/officers/{holder.id}/roles", fields, status=409)


@pytest.mark.parametrize("role", APART)
@pytest.mark.parametrize("days", [0, 30])
def test_who_holds_a_key_gets_no_role_that_leads_a_vote_though_no_scrutineer_any_more(
    office: Office, clock: FixedClock, role: Role, days: int
) -> None:
    hall = ready(office.database, clock, trustees=1)
    holder = key_holder(hall)
    with office.database.unit_of_work(SYSTEM, clock.now()) as work:
        revoke_role(work, holder, Role.SCRUTINEER)
    with pytest.raises(KeyHolder):
        office.grant(holder, role, days)
    office.grant(holder, Role.AUDITOR)


def test_once_the_vote_is_counted_the_key_stands_in_nobody_s_way(office: Office, clock: FixedClock) -> None:
    hall = opened(office.database, clock, questions=(decision(),), trustees=1)
    hall.vote(0, FOR)
    hall.close()
    hall.decrypt(0)
    holder = key_holder(hall)
    with office.database.unit_of_work(SYSTEM, clock.now()) as work:
        revoke_role(work, holder, Role.SCRUTINEER)
    office.grant(holder, Role.REGISTRAR)


@pytest.mark.parametrize("role", APART)
def test_who_has_or_will_have_such_a_role_is_not_named_as_a_key_holder(
    office: Office, clock: FixedClock, role: Role
) -> None:
    later = an_officer(office.database, clock.now(), Role.SCRUTINEER, email="later@ambora.example")
    with office.database.unit_of_work(SYSTEM, clock.now()) as work:
        revoke_role(work, later.id, Role.SCRUTINEER)
        month = clock.now() + timedelta(days=30)
        grant_role(work, GrantRole(later.id, Role.SCRUTINEER, clock.now(), month), holds_key=holds_key)
        grant_role(work, GrantRole(later.id, role, month), holds_key=holds_key)
    leader = an_officer(office.database, clock.now(), role, email="leader@ambora.example")
    for officer in (later, leader):
        with pytest.raises(NotAKeyHolder):
            prepared(office.database, clock, key_holders=(officer.id,))
