"""Sending fuzzed requests as everybody, and judging each answer: no fault of ours, no right exceeded, no trace."""

import shutil
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

from flask import Flask, g, got_request_exception, request, request_finished
from sqlalchemy import insert, select, text
from werkzeug.test import TestResponse

from govapp.accounts.models import OfficerRole
from govapp.accounts.service import demo_link, link_url
from govapp.assembly.agenda.views.documents import PICTURE_POLICY
from govapp.db.uow import Work
from govapp.kernel.actors import SYSTEM, ActorKind, Role
from govapp.kernel.clock import FixedClock
from govapp.outbox.pages import MAIL_POLICY
from govapp.web.security import HEADERS
from tests.attacks.requests.owners import ALL_ROLES, PEOPLE, VISITOR, Owner, read_owners, roles_of
from tests.attacks.requests.seen import Seen, look_around
from tests.attacks.requests.writing import Request, Writer
from tests.factories.accounts import PASSWORD, an_officer
from tests.factories.sample_cooperative import SampleCooperative
from tests.web.page import PageClient

OF_DOCUMENTS = {
    MAIL_POLICY: {"Content-Security-Policy": MAIL_POLICY, "X-Frame-Options": "SAMEORIGIN"},
    PICTURE_POLICY: {"Content-Security-Policy": PICTURE_POLICY},
}
"""Mails in a frame and pictures that people sent are documents of their own, with stricter policies."""
ROUND = 500
"""So many requests find a fresh copy of the cooperative; what the others did to it is gone."""
STEP = timedelta(seconds=1)
"""The clock goes on by so much with each request, so that no limit on tries holds up everything after it."""

MARKUP = (b"<script>alert(1)", b"</textarea><b>", b'"><img src=x>')


@dataclass(frozen=True)
class Finding:
    """A request that was answered as none may be, and what was wrong."""

    number: int
    person: str
    what: str
    request: str
    trace: str = ""

    def __str__(self) -> str:
        """Return all of it, in a few lines."""
        return f"request {self.number} of {self.person}: {self.what}\n  {self.request}\n{self.trace}"


@dataclass
class Figures:
    """How many requests of each person got which status, how many were let in nowhere, and what was found."""

    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    not_permitted: Counter[str] = field(default_factory=Counter)
    routes: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)

    def table(self) -> str:
        """Return the figures by person and status, as text."""
        found = sorted({status for _person, status in self.statuses})
        lines = [f"{'':<14}" + "".join(f"{status:>7}" for status in found) + f"{'all':>8}  not permitted"]
        for person in PEOPLE:
            counts = [self.statuses[person, status] for status in found]
            cells = "".join(f"{count:>7}" for count in counts)
            lines.append(f"{person:<14}{cells}{sum(counts):>8}  {self.not_permitted[person]:>13}")
        return "\n".join(lines)


@dataclass(frozen=True)
class _Jar:
    """A browser: its cookie, and the token of its forms."""

    cookie: str
    token: str


class Fuzzer:
    """Sends requests to an application on a SQLite file that holds the sample cooperative."""

    def __init__(self, app: Flask, sample: SampleCooperative, clock: FixedClock, path: Path) -> None:
        self.figures = Figures()
        self._app, self._sample, self._clock = app, sample, clock
        self._path, self._copy = path, path.with_name(f"{path.name}.kept")
        self._owners = read_owners()
        self._officers = {name: actor.id for name, actor in sample.people.items()}
        self._officers[ALL_ROLES] = _with_all_roles(sample)
        self._seen: Seen = look_around(app, sample)
        self._jars: dict[str, list[_Jar]] = {}
        self._rule, self._kind, self._trace = "", ActorKind.VISITOR, ""
        self._lines = 0
        self._keep()

    def run(self, seed: int, first: int, count: int, only: str = "") -> None:
        """Send the requests `first` to `first + count - 1` of a seed, to `only` one route if it is given."""
        self._writer = Writer(self._app, self._seen, only)
        with self._listening():
            for number in range(first, first + count):
                if (number - first) % ROUND == 0:
                    self._begin_round()
                self._send(number, Random(f"{seed}:{number}"))

    def _keep(self) -> None:
        self._sample.database.dispose()
        shutil.copy(self._path, self._copy)

    def _begin_round(self) -> None:
        self._sample.database.dispose()
        for each in self._path.parent.glob(f"{self._path.name}-*"):
            each.unlink()
        shutil.copy(self._copy, self._path)
        for person in PEOPLE:
            self._jars[person] = self._enter(person)
        self._lines = self._count_lines()

    def _enter(self, person: str) -> list[_Jar]:
        """Come in as a person; a visitor comes with nothing, half signed in, or by the letter for a new officer."""
        if person == VISITOR:
            halfway = {"email": "secretary@ambora.example", "password": PASSWORD, "next": ""}
            newcomer = self._sample.doors["newcomer"]
            return [self._jar(), self._jar("/office/sign-in", halfway), self._jar(newcomer)]
        number = self._officers.get(person)
        return [self._jar(self._sample.doors[person] if number is None else self._door(number))]

    def _door(self, number: int) -> str:
        return self._sample.do(
            SYSTEM, self._clock.now(), lambda work: link_url(work.session, demo_link(work, number), "")
        )

    def _jar(self, door: str = "", fields: dict[str, str] | None = None) -> _Jar:
        """Return a new browser, which sent one form to `door`."""
        browser = PageClient(self._app)
        if door:
            answer = browser.raw.post(door, data={"csrf_token": browser.token(), **(fields or {})})
            assert answer.status_code == HTTPStatus.SEE_OTHER, (door, answer.status_code)
        token, cookie = browser.token(), browser.raw.get_cookie("session")
        assert cookie is not None
        return _Jar(f"session={cookie.value}", token)

    @contextmanager
    def _listening(self) -> Iterator[None]:
        def finished(_sender: Flask, **_more: object) -> None:
            self._rule = request.url_rule.rule if request.url_rule else ""
            self._kind = g.actor.kind if "actor" in g else ActorKind.VISITOR

        def failed(_sender: Flask, exception: BaseException, **_more: object) -> None:
            self._trace = "".join(traceback.format_exception(exception)[-12:])

        with request_finished.connected_to(finished, self._app), got_request_exception.connected_to(failed, self._app):
            yield

    def _send(self, number: int, chance: Random) -> None:
        sent = self._writer.write(chance)
        person = self._who(chance, sent)
        jar = chance.choice(self._jars[person])
        headers = [("Cookie", jar.cookie), *sent.headers]
        options = sent.options()
        if sent.method != "GET" and chance.random() < 0.95:
            headers.append(("X-CSRFToken", jar.token))
        self._clock.advance(STEP)
        self._rule, self._trace = "", ""
        try:
            answer = self._app.test_client(use_cookies=False).open(headers=headers, **options)
        except Exception:  # noqa: BLE001 - a server would answer 500
            self._note(number, person, "it went through everything", sent, traceback.format_exc())
            return
        self._judge(number, person, sent, answer)
        is_without = any(name in {"Cookie", "Host"} for name, _value in sent.headers)
        if person != VISITOR and self._kind is ActorKind.VISITOR and not is_without:
            # Somebody's session was ended, by themselves or by somebody who may.
            self._enter_again(person)

    def _who(self, chance: Random, sent: Request) -> str:
        """Return who sends a request: in two of three somebody who may, else anybody."""
        owner = self._owners.get((sent.method, sent.route))
        may = [each for each in PEOPLE if owner and owner.permits(each, roles_of(each))]
        return chance.choice(may if may and chance.random() < 0.6 else PEOPLE)

    def _enter_again(self, person: str) -> None:
        self._jars[person] = self._enter(person)
        self._lines = self._count_lines()

    def _judge(self, number: int, person: str, sent: Request, answer: TestResponse) -> None:
        status = answer.status_code
        body = answer.get_data()
        answer.close()
        self.figures.statuses[person, status] += 1
        self.figures.routes.add(self._rule)
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            self._note(number, person, f"answered {status}", sent, self._trace)
        is_elsewhere = status == HTTPStatus.BAD_REQUEST and "Host" in dict(sent.headers)
        for wrong in () if is_elsewhere else _faults(answer, body):
            self._note(number, person, f"answered {status} {wrong}", sent)
        lines, self._lines = self._lines, self._count_lines()
        owners = self._owners_of(sent.method)
        if not owners:
            if status < HTTPStatus.MULTIPLE_CHOICES:
                self._note(number, person, f"answered {status} where nothing is", sent)
            return
        if any(owner.permits(person, roles_of(person)) for owner in owners):
            return
        if any(owner.permits(person, self._roles_now(person)) for owner in owners):
            return
        self.figures.not_permitted[person] += 1
        if status < HTTPStatus.MULTIPLE_CHOICES:
            self._note(number, person, f"answered {status} to somebody who may not: {body[:200]!r}", sent)
        if self._lines != lines:
            self._note(number, person, "somebody who may not left a line in the journal", sent)

    def _owners_of(self, method: str) -> list[Owner]:
        if method == "OPTIONS":
            return [owner for (_method, rule), owner in self._owners.items() if rule == self._rule]
        owner = self._owners.get(("GET" if method == "HEAD" else method, self._rule))
        return [] if owner is None else [owner]

    def _roles_now(self, person: str) -> frozenset[str]:
        """Return the roles that somebody was given meanwhile, by an administrator among the requests."""
        number = self._officers.get(person)
        roles = select(OfficerRole.role).where(OfficerRole.officer_id == number)
        with self._sample.database.read_only(SYSTEM, self._clock.now()) as work:
            return frozenset(work.session.scalars(roles))

    def _count_lines(self) -> int:
        with self._sample.database.engine.connect() as connection:
            return int(connection.scalar(text("SELECT max(sequence) FROM journal_entry")) or 0)

    def _note(self, number: int, person: str, what: str, sent: Request, trace: str = "") -> None:
        self.figures.findings.append(Finding(number, person, what, str(sent), trace))


def _faults(answer: TestResponse, body: bytes) -> Iterator[str]:
    """Yield what no answer may have: another site in it as a place to go, markup or a header that was sent to us."""
    policy = answer.headers.get("Content-Security-Policy")
    wanted = HEADERS | OF_DOCUMENTS.get(policy or "", {})
    if any(answer.headers.get(name) != value for name, value in wanted.items()):
        yield "without the headers of every answer"
    if "Access-Control-Allow-Origin" in answer.headers:
        yield "with leave for other sites to read it"
    to = answer.headers.get("Location") or ""
    if urlsplit(to).netloc not in {"", "localhost"} or to.startswith(("/\\", "\\")):
        yield f"with the way to another site, {to[:80]!r}"
    if "X" in answer.headers:
        yield "with a header that was sent to us"
    if (
        (answer.mimetype or "").startswith("text/")
        and body
        and answer.mimetype_params.get("charset", "").lower() != "utf-8"
    ):
        yield "with text in unnamed letters"
    if answer.mimetype == "text/html" and any(markup in body for markup in MARKUP):
        yield "with markup that was sent to us"


def _with_all_roles(sample: SampleCooperative) -> int:
    """Make an officer with every role: the program gives them to nobody, an older database may hold one."""
    born: datetime = sample.ago(30)
    officer = an_officer(sample.database, born, Role.SECRETARY, email="all@ambora.example", name="Alle Rollen")
    rows = [
        {"officer_id": officer.id, "role": role.value, "from_at": born} for role in Role if role is not Role.SECRETARY
    ]

    def add(work: Work) -> None:
        work.session.execute(insert(OfficerRole), rows)

    sample.do(SYSTEM, born, add)
    return officer.id
