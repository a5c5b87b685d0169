"""A cooperative for one year: its register, its officers before browsers, its site and the mails that leave it."""

import csv
import io
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage

from flask import Flask
from werkzeug.serving import make_server

from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from govapp.outbox.rules import DeliveryOutcome
from govapp.outbox.transports import Reply
from govapp.outbox.worker import Worker
from govapp.rehearsal.people import register_file
from govapp.rehearsal.staff import OfficerBrowser, StaffMember, sign_in
from govapp.settings import Settings
from govapp.web.letters import post_of
from govapp.worker import Scribe, Timekeeper
from tests.factories.accounts import PASSWORD, PHONE_SECRET, ZONE, an_officer

PHONE_STEP = timedelta(seconds=30)
NO_MAIL_EVERY = 20
"""One in so many on the register gave no e-mail address, and gets letters by post."""


@dataclass
class Post:
    """The mails that left."""

    mails: list[EmailMessage] = field(default_factory=list)
    keeps_letters: bool = True

    @contextmanager
    def open(self) -> Iterator["Post"]:
        """Open a line that takes everything."""
        yield self

    def send(self, mail: EmailMessage) -> Reply:
        """Take a mail."""
        self.mails.append(mail)
        return Reply(DeliveryOutcome.ACCEPTED)

    def links(self, after: int = 0) -> dict[str, str]:
        """Return the personal link of the last mail that carries one, by the address of its reader."""
        found = {}
        for mail in self.mails[after:]:
            body = mail.get_body(("plain",))
            said = body.get_content() if body else ""
            if link := re.search(r"/in/[A-Za-z0-9._~-]+", said):
                found[str(mail["To"].addresses[0].addr_spec)] = link[0]
        return found


class ClockedBrowser(OfficerBrowser):
    """An officer's browser on a site whose clock stands still: each code of the phone is a new one."""

    def read_phone(self) -> str:
        """Return the next code that the officer's phone shows."""
        assert isinstance(self._clock, FixedClock)
        self._clock.advance(PHONE_STEP)
        return super().read_phone()


@dataclass
class Cooperative:
    """The site of a cooperative, its clock, its mails and whoever works there."""

    app: Flask
    settings: Settings
    database: Database
    clock: FixedClock
    address: str
    post: Post = field(default_factory=Post)

    def officer(self, name: str, *roles: Role) -> StaffMember:
        """Let an officer begin."""
        email = f"{name.split(maxsplit=1)[0].lower()}@office.example"
        made = an_officer(self.database, self.clock.now(), *roles, email=email, name=name)
        return StaffMember(made.id, name, email, PASSWORD, PHONE_SECRET)

    def browser_of(self, officer: StaffMember) -> OfficerBrowser:
        """Return a browser in which an officer has just signed in."""
        return sign_in(officer, self.address, self.clock, ClockedBrowser)

    def on_the_wall(self, moment: datetime | None = None) -> str:
        """Return a moment (now, where none is given) as a field for moments takes it."""
        return (moment or self.clock.now()).astimezone(ZONE).strftime("%Y-%m-%dT%H:%M")

    def let_the_worker_work(self) -> None:
        """Open and close what is due, write all letters that are asked for, and send all mails that are due."""
        hours, scribe = Timekeeper(self.database, self.clock), Scribe(self.database, self.clock)
        hours.open_due()
        hours.tick()
        while scribe.write_batch() is not None:
            pass
        worker = Worker(self.database, self.clock, post_of(self.settings), self.post)
        while worker.run_once(500).handled:
            pass


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve the site, and return its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def register_of(size: int, clock: FixedClock) -> bytes:
    """Return the register file of a cooperative of so many voters: one in twenty gave no e-mail address."""
    rows = list(csv.DictReader(io.StringIO(register_file(size, clock.now().date()).decode()), delimiter=";"))
    for row in rows:
        if int(row["number"]) % NO_MAIL_EVERY == 0:
            row["email"] = ""
    return _file(rows)


def late_file(number: int, clock: FixedClock) -> bytes:
    """Return a register file with one shareholder who paid yesterday."""
    (row, *_) = csv.DictReader(io.StringIO(register_file(1, clock.now().date()).decode()), delimiter=";")
    yesterday = (clock.now() - timedelta(days=1)).date().isoformat()
    return _file(
        [row | {"number": str(number), "email": f"holder-{number}@people.example", "effective_date": yesterday}]
    )


def _file(rows: list[dict[str, str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
