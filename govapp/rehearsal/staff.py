"""The officers of a rehearsal: made with password and phone, signed in by both over HTTP."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import pyotp

from govapp.accounts import passwords
from govapp.accounts.service import SetUpOfficer, set_up_officer
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM, Role
from govapp.kernel.texts import Language
from govapp.rehearsal.browser import Browser, UnexpectedAnswer
from govapp.settings import Settings

TEAM: Final = {
    "registrar": ("Rita Registrar", Role.REGISTRAR),
    "secretary": ("Sam Secretary", Role.SECRETARY),
    "scrutineer-1": ("Odile Scrutineer", Role.SCRUTINEER),
    "scrutineer-2": ("Omer Scrutineer", Role.SCRUTINEER),
    "auditor": ("Ada Auditor", Role.AUDITOR),
}


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


def sign_in(officer: StaffMember, base_url: str) -> Browser:
    """Return a browser in which `officer` is signed in, by password and by the code of the phone."""
    browser = Browser(base_url)
    first = browser.get("/office/sign-in")
    second = browser.submit(first, "/office/sign-in", {"email": officer.email, "password": officer.password})
    code = pyotp.TOTP(officer.phone_secret).now()
    inside = browser.submit(second, "/office/sign-in/code", {"code": code})
    if "sign-in" in inside.path:
        raise UnexpectedAnswer(f"{officer.name} was not let in")
    return browser
