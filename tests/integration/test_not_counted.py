"""Papers that this service cannot count, in its own tables; on both databases."""

import pytest
from sqlalchemy import insert, text, update

from govapp.assembly.agenda.rules.items import ItemKind
from govapp.ballots import queries, service
from govapp.ballots.models import Paper, TrusteeRecord
from govapp.ballots.queries import get_recorded_result
from govapp.ballots.rules.refusals import MethodNotCounted, RankingNotCounted
from govapp.ballots.service.events import Chain, append
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from packages.pybelenios.tests.alterations import VECTORS
from pybelenios.archive.chain import EventType, Head, append_result, append_tally
from tests.factories.assembly import ACCOUNTS, created, put_item
from tests.factories.ballots import SECRETARY, Hall, scrutineers
from tests.factories.vectors import hall_of

RESULT = b'{"result":[[1,1,1],[[0,0,0],[1,2,3],[3,1,2]]]}'


def closed_hall(database: Database, clock: FixedClock, box: str) -> Hall:
    """Return a box of `belenios-tool` whose voting is over, with a key holder."""
    hall, _voters = hall_of(database, clock, box)
    hall.trustees = scrutineers(database, clock, 1)
    with hall.act(SECRETARY) as work:
        holder = {"paper_id": hall.paper().id, "position": 1, "officer_id": hall.trustees[0].id, "name": "Sofie"}
        work.session.execute(insert(TrusteeRecord).values(**holder, public_key="a" * 64))
        work.session.execute(update(Paper).values(closed_at=clock.now(), counted=3))
    return hall


def test_no_part_of_a_count_that_we_cannot_do_is_taken_in(database: Database, clock: FixedClock) -> None:
    hall = closed_hall(database, clock, "single-nh")
    before = hall.paper()
    with pytest.raises(RankingNotCounted), hall.act(hall.trustees[0]) as work:
        service.submit_decryption(work, hall.uuid, "{}")
    assert hall.paper() == before


def test_an_archive_with_a_ranking_is_not_read_as_if_it_had_none(database: Database, clock: FixedClock) -> None:
    hall = closed_hall(database, clock, "single-nh")
    found = hall.paper()
    with hall.act(SECRETARY) as work:
        head = Head(found.head, found.height)
        tally = append_tally(head, b"[]", ballots=3, weight=3)
        reached = append(work, Chain(found.id, head), EventType.ENCRYPTED_TALLY, tally)
        append(work, reached, EventType.RESULT, append_result(reached.last, RESULT))
    with pytest.raises(RankingNotCounted) as refused, database.read_only(SECRETARY, clock.now()) as work:
        get_recorded_result(work.session, found.id)
    assert refused.value.params == {"question": 2}


def test_the_vectors_hold_the_ranking_that_the_test_before_reads() -> None:
    assert (VECTORS / "single-nh" / "result.json").read_bytes().strip() == RESULT


def test_an_item_voted_in_a_way_that_we_cannot_count_cannot_be_locked(database: Database, clock: FixedClock) -> None:
    meeting = created(database, clock)
    put_item(meeting, ItemKind.DECISION, ACCOUNTS)
    with meeting.at() as work:
        work.session.execute(text("UPDATE agenda_item SET method = 'ranking'"))
    with pytest.raises(MethodNotCounted) as refused:
        meeting.lock()
    assert refused.value.params == {"item": 1, "method": "ranking"}
    with database.read_only(SECRETARY, clock.now()) as work:
        assert queries.list_papers(work.session) == ()
