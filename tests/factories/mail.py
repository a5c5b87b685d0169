"""A mail server in the process, and messages to send by it."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.controller import Controller

from govapp.db.engine import Database
from govapp.kernel.clock import Clock
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import Language
from govapp.outbox.service import Message
from govapp.outbox.transports import SmtpTransport, Transport
from govapp.outbox.worker import Worker
from govapp.settings import Settings
from govapp.web.app import DECLARATIONS
from govapp.web.letters import post_of
from tests.conftest import NOON


@dataclass
class Mailbox:
    """What a test's mail server received, and what it says: `refuse` gives a reply by address, `deaf` hangs up."""

    received: list[EmailMessage] = field(default_factory=list)
    refuse: dict[str, str] = field(default_factory=dict)
    hang_up_after_receiving: bool = False

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        """Answer for one address."""
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - as above
        """Take a mail."""
        mail = message_from_bytes(envelope.content, policy=policy.default)
        self.received.append(mail)
        if self.hang_up_after_receiving:
            self.hang_up_after_receiving = False
            server.transport.close()
        return "250 OK"


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return cast("int", probe.getsockname()[1])


@contextmanager
def mail_server(mailbox: Mailbox, port: int | None = None) -> Iterator[SmtpTransport]:
    """Run a mail server on this machine and hand out the way to it."""
    controller = Controller(mailbox, hostname="127.0.0.1", port=port or free_port())
    controller.start()
    try:
        yield SmtpTransport("127.0.0.1", controller.port, tls="none", timeout=5)
    finally:
        controller.stop()


def a_worker(database: Database, clock: Clock, settings: Settings, transport: Transport) -> Worker:
    """Return a worker of the test's cooperative."""
    return Worker(database, clock, post_of(settings), transport)


def a_message(
    to: str = "anna.peeters@ambora.example",
    *,
    template: str = "officer_lockout",
    language: Language = Language.EN,
    link_id: int | None = None,
    **facts: Any,
) -> Message:
    """Return a message that can be written; `facts` add to those that its letter needs."""
    every: dict[str, Any] = {
        "questions": ("Shall we approve the accounts of 2025?", "Where do we put our effort?"),
        "minutes": 4,
        "who_sees": "Nobody can see what you vote, not even the cooperative.",
        "paragraphs": ("Since Tuesday morning the site answers slowly.", "Your vote is safe."),
        "voted": 1_200,
        "entitled": 36_000,
        "ballots": 9_214,
        "outcome": ("Accounts 2025\nAdopted: 8,012 votes for, 640 against.", "Directors\nElected: Nora and Karim."),
        "agenda_path": "/assemblies/1",
        "calendar_path": "/assemblies/1/calendar.ics",
        "addressee": 1,
        "capacity": "statutory auditor",
        "place": "De Markten, 17.30",
        "agenda": ("1. Accounts of 2025", "2. Directors"),
        "device": "Firefox, Android",
        "vote": "General assembly 2026",
        "assembly": "General assembly 2026",
        "what": "address",
        "waiting": "early_closing",
        "reader": "giver",
        "other": "Joris Claes",
        "why": "giver_came",
        "desk": 2,
        "handed_out_at": NOON,
        "kind": "refused",
        "asked": ("Why is there no dividend?", "And when will there be one?"),
        "answer": ("The figures of a competitor are in it.",),
        "asked_by": "Nadia Lefèvre",
        "words": "bagu dola funi gasi",
        "roles": ("registrar", "secretary"),
        "closes_at": NOON,
        "closed_at": NOON,
        "changed_at": NOON,
        "announced": NOON,
        "reason": "The site could not be reached.",
        "received_at": NOON,
        "tracker": "tracker",
        "expires_at": NOON,
        "until": NOON,
        "days": 3,
        "held_on": NOON.date(),
        "path": "/assemblies/1/result",
        "title": "General assembly 2026",
        "opens_at": NOON,
        "missing": ("Keys: 1 of 2 are made.",),
        "day": NOON.date(),
        "at": NOON,
        "lines": 3120,
        "entries": 41207,
        "anchor": '{\n "v": 1\n}',
    }
    letter = DECLARATIONS.letters[template]
    return Message(letter, to, "Anna Peeters", language, SubjectRef("assembly:1"), {**every, **facts}, link_id)
