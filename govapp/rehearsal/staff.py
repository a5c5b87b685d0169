"""The officers of a rehearsal: made with password and phone, signed in by both over HTTP."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlencode

import pyotp

from govapp.accounts import passwords, phone
from govapp.accounts.service import SetUpOfficer, set_up_officer
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM, Role
from govapp.kernel.clock import Clock
from govapp.kernel.texts import Language
from govapp.rehearsal.browser import Browser, HttpAnswer, UnexpectedAnswer
from govapp.settings import Settings

TEAM: Final = {
    "registrar": ("Rita Registrar", Role.REGISTRAR),
    "secretary": ("Sam Secretary", Role.SECRETARY),
    "scrutineer-1": ("Odile Scrutineer", Role.SCRUTINEER),
    "scrutineer-2": ("Omer Scrutineer", Role.SCRUTINEER),
    "scrutineer-3": ("Olga Scrutineer", Role.SCRUTINEER),
    "auditor": ("Ada Auditor", Role.AUDITOR),
}
CODE: Final = "confirming_code"
ASKING: Final = 422


@dataclass(frozen=True)
class StaffMember:
    """One officer with what opens the door: address, password, and the secret of the phone."""

    id: int
    name: str
    email: str
    password: str
    phone_secret: str


def hire(database: Database, settings: Settings) -> dict[str, StaffMember]:
    """Make the officers and return them by their place in TEAM."""
    team = {}
    for place, (name, role) in TEAM.items():
        email, password, secret = f"{place}@office.example", secrets.token_urlsafe(16), pyotp.random_base32()
        command = SetUpOfficer(
            email=email,
            name=name,
            language=Language.EN,
            roles=frozenset({role}),
            password_hash=passwords.hashed(password, weak=settings.weak_passwords),
            phone_secret=secret,
        )
        with database.unit_of_work(SYSTEM, datetime.now(UTC)) as work:
            team[place] = StaffMember(set_up_officer(work, command), name, email, password, secret)
    return team


class OfficerBrowser(Browser):
    """An officer's browser: where a page asks for a fresh code in between, it is read from the phone and typed."""

    def __init__(self, base_url: str, officer: StaffMember, clock: Clock) -> None:
        super().__init__(base_url)
        self._officer = officer
        self._clock = clock

    def read_phone(self) -> str:
        """Return the code that the officer's phone shows now."""
        return phone.code_at(self._officer.phone_secret, self._clock.now())

    def _follow(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> HttpAnswer:
        answer = super()._follow(method, path, body, headers)
        asking = [form for form in answer.forms() if CODE in form.fields] if answer.status == ASKING else []
        if not asking:
            return answer
        fields = {**asking[0].fields, CODE: [self.read_phone()]}
        content = urlencode(fields, doseq=True).encode()
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return super()._follow("POST", asking[0].action, content, {**headers, **kind})


def sign_in(
    officer: StaffMember, base_url: str, clock: Clock, browser_class: type[OfficerBrowser] = OfficerBrowser
) -> OfficerBrowser:
    """Return a browser in which `officer` is signed in, by password and by the code of the phone."""
    browser = browser_class(base_url, officer, clock)
    first = browser.get("/office/sign-in")
    second = browser.submit(first, "/office/sign-in", {"email": officer.email, "password": officer.password})
    inside = browser.submit(second, "/office/sign-in/code", {"code": browser.read_phone()})
    if "sign-in" in inside.path:
        raise UnexpectedAnswer(f"{officer.name} was not let in")
    return browser
