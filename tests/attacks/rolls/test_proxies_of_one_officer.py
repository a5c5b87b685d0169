"""One officer alone wants to vote for somebody by a proxy: by the program, under a second account, in the database."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from govapp.assembly.proxies.queries import list_proxies
from govapp.assembly.proxies.rules.refusals import GiverHasProxy, ProxyNeedsAnother, TooManyProxies
from govapp.ballots import service
from govapp.ballots.rules.refusals import NotYourRight
from govapp.db.engine import Database
from govapp.kernel.actors import Actor, ActorKind, Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.errors import Refusal
from govapp.shares.people.rules.refusals import FactsNotAsRecorded
from govapp.statutes.rules.profiles import MODEL_STATUTES
from tests.factories.assembly import KAREL, NADIA, Meeting, written
from tests.factories.shareholder_proxies import confirmed, in_force, recorded, shareholder
from tests.factories.statutes import adopt

CHOICES = ((1, 0, 0), (1, 0, 0, 0), (1, 0, 0))
ANSWER = (
    "INSERT INTO proxy_answer (proxy_id, recorded_by, is_confirmed, answered_at, answered_by, answered_by_name) "
    "SELECT id, recorded_by, 1=1, recorded_at, recorded_by, recorded_by_name FROM proxy"
)
FORGED = (
    "INSERT INTO right_proxy (proxy_id, entry_id, holder_id, since) "
    "SELECT :proxy, entry.id, holder.party_id, roll.frozen_at FROM roll_entry AS entry, roll_entry AS holder, roll "
    "WHERE entry.number = :giver AND holder.number = :holder"
)


@pytest.fixture
def meeting(database: Database, clock: FixedClock) -> Meeting:
    found = written(database, clock)
    found.lock()
    clock.advance(timedelta(minutes=1))
    return found


def test_whoever_invents_a_proxy_does_not_confirm_it_in_another_role_or_under_a_second_account(
    meeting: Meeting,
) -> None:
    proxy_id = recorded(meeting, 1, 2)
    in_another_role = replace(NADIA, roles=frozenset({Role.REGISTRAR}))
    second_account = Actor(ActorKind.OFFICER, 977, "nadia  lefèvre", frozenset({Role.REGISTRAR}))
    for actor in (NADIA, in_another_role, second_account):
        with pytest.raises(ProxyNeedsAnother):
            confirmed(meeting, proxy_id, actor=actor)
    meeting.open()
    hall = meeting.hall()
    with pytest.raises(NotYourRight):
        hall.right(1, 1)
    hall.vote(0, *CHOICES)
    assert hall.paper().ballots == 1


def test_the_database_takes_no_confirmation_of_whoever_recorded_it(meeting: Meeting) -> None:
    recorded(meeting, 1, 2)
    with pytest.raises(IntegrityError), meeting.at() as work:
        work.session.execute(text(ANSWER))


def test_a_proxy_put_in_the_database_lets_nobody_vote(meeting: Meeting) -> None:
    """Also under the number of another proxy that two officers confirmed."""
    real = in_force(meeting, 3, 4)
    meeting.open()
    hall = meeting.hall()
    for proxy_id, giver in ((77, 1), (real, 5)):
        with meeting.at() as work:
            work.session.execute(text(FORGED), {"proxy": proxy_id, "giver": giver, "holder": 2})
        right, body = hall.right(1, giver), hall.ballot(giver - 1, *CHOICES)
        with pytest.raises(FactsNotAsRecorded):
            service.receive_ballot(hall.database, shareholder(hall, 1), hall.clock.now(), right, body)
    assert hall.paper().ballots == 0


def test_a_stranger_does_not_vote_with_the_right_of_a_giver(meeting: Meeting) -> None:
    in_force(meeting, 1, 2)
    meeting.open()
    hall = meeting.hall()
    held, body = hall.right(1, 1), hall.ballot(0, *CHOICES)
    for voter in (0, 2):
        with pytest.raises(NotYourRight):
            service.receive_ballot(hall.database, shareholder(hall, voter), hall.clock.now(), held, body)
    assert hall.paper().ballots == 0


def at_once(meeting: Meeting, *proxies: tuple[int, int]) -> list[type[Refusal] | None]:
    """Record proxies at as many desks in the same moment, and return what each was refused for."""
    start = Barrier(len(proxies))

    def desk(people: tuple[int, int]) -> type[Refusal] | None:
        start.wait()
        try:
            recorded(meeting, *people)
        except Refusal as refusal:
            return type(refusal)
        return None

    with ThreadPoolExecutor(len(proxies)) as desks:
        return list(desks.map(desk, proxies))


def test_two_desks_at_once_do_not_go_over_the_limit(meeting: Meeting, database: Database, clock: FixedClock) -> None:
    adopt(database, clock, replace(MODEL_STATUTES, proxies_per_person=1), date(2026, 6, 2))
    assert set(at_once(meeting, (1, 2), (3, 2))) == {None, TooManyProxies}
    with meeting.at() as work:
        assert len(list_proxies(work.session, meeting.id)) == 1


def test_two_desks_at_once_do_not_give_the_right_of_one_giver_twice(meeting: Meeting) -> None:
    assert set(at_once(meeting, (1, 2), (1, 3))) == {None, GiverHasProxy}


def test_what_waits_gives_nobody_a_right_and_takes_none_away(meeting: Meeting) -> None:
    recorded(meeting, 1, 2, actor=KAREL)
    meeting.open()
    hall = meeting.hall()
    with pytest.raises(NotYourRight):
        hall.right(1, 1)
    hall.vote(0, *CHOICES)
    assert hall.paper().ballots == 1
