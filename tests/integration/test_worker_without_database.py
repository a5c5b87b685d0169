"""A worker whose database goes away in the middle of its work, and comes back."""

import threading
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select

from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM
from govapp.kernel.clock import FixedClock
from govapp.outbox.models import OutboxMessage
from govapp.outbox.service import enqueue_many
from govapp.outbox.transports import InboxTransport
from govapp.outbox.worker import IDLE_SECONDS, TROUBLE_SECONDS
from govapp.settings import Settings
from tests.databases import PostgresqlStore
from tests.factories.mail import a_message, a_worker


class Script(threading.Event):
    """Says when to stop, and between two steps of the worker lets happen what happens next; nobody really waits."""

    def __init__(self, *events: Callable[[], object]) -> None:
        super().__init__()
        self._events = list(events)
        self.pauses: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        """Note how long the worker would wait, and go on with the story."""
        self.pauses.append(timeout or 0.0)
        if self._events:
            self._events.pop(0)()
        else:
            self.set()
        return self.is_set()


@pytest.fixture
def store(postgresql: PostgresqlStore) -> Iterator[PostgresqlStore]:
    """Return PostgreSQL alone: an open file does not go away."""
    yield postgresql
    postgresql.come_back()
    postgresql.empty()


def test_mails_go_on_when_the_database_is_back_each_once(
    store: PostgresqlStore, settings: Settings, clock: FixedClock
) -> None:
    database = store.database
    _put(database, clock, "first@ambora.example")
    script = Script(
        store.go_away,
        lambda: None,
        store.come_back,
        lambda: _put(database, clock, "second@ambora.example"),
        lambda: None,
    )
    worker = a_worker(database, clock, settings, InboxTransport())
    worker.run_until(script, per_minute=600)
    assert script.pauses[1:3] == [TROUBLE_SECONDS, TROUBLE_SECONDS], "away: it asks again later, and later"
    assert script.pauses[-1] == IDLE_SECONDS
    with database.read_only(SYSTEM, clock.now()) as work:
        sent = work.session.execute(select(OutboxMessage.to_address, OutboxMessage.state, OutboxMessage.attempts))
        assert sorted(tuple(row) for row in sent) == [
            ("first@ambora.example", "sent", 1),
            ("second@ambora.example", "sent", 1),
        ]


def _put(database: Database, clock: FixedClock, *addresses: str) -> None:
    with database.unit_of_work(SYSTEM, clock.now()) as work:
        enqueue_many(work, [a_message(address) for address in addresses])
