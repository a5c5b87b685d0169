"""An officer may not choose what everybody tries first."""

import pytest
from flask import Flask

from govapp.accounts import phone
from govapp.accounts.passwords import common_passwords
from govapp.accounts.rules import PasswordFault, find_password_fault
from govapp.accounts.service import InviteOfficer, invite_officer, link_url
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM, Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Language
from tests.web.page import PageClient

OWN = ("lieve.peeters@ambora.example", "Lieve Peeters", "Ambora cv", "govapp")

WEAK = [
    ("Password2026!", PasswordFault.COMMON),
    ("P@ssw0rd!!!!", PasswordFault.COMMON),
    ("...sunshine...", PasswordFault.COMMON),
    ("1qaz2wsx3edc", PasswordFault.COMMON),
    ("QWERTY123456", PasswordFault.COMMON),
    ("aaaaaaaaaaaaa", PasswordFault.PATTERN),
    ("rotterrotter", PasswordFault.PATTERN),
    ("abcdefghijklmnop", PasswordFault.PATTERN),
    ("987654321098", PasswordFault.PATTERN),
    ("LievePeeters1", PasswordFault.OWN),
    ("Ambora-2026-!!", PasswordFault.OWN),
    ("lieve.peeters@ambora.example", PasswordFault.OWN),
    ("govappgovapp7", PasswordFault.OWN),
    ("eleven char", PasswordFault.LENGTH),
    ("x" * 257, PasswordFault.LENGTH),
]


@pytest.mark.parametrize(("password", "fault"), WEAK)
def test_a_password_that_is_tried_first_is_refused(password: str, fault: PasswordFault) -> None:
    assert find_password_fault(password, own_words=OWN, common=common_passwords()) is fault


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "vier losse woorden",
        "Lieve zwemt elke dinsdag",
        "x7!kQ2#pLm9z",
        "dragon eats 9 figs",
    ],
)
def test_words_that_do_not_belong_together_are_accepted(password: str) -> None:
    assert find_password_fault(password, own_words=OWN, common=common_passwords()) is None


def test_the_list_holds_more_than_the_three_thousand_most_common() -> None:
    assert len(common_passwords()) > 3000
    assert {"password", "123456", "azerty", "123qweasdzxc"} <= common_passwords()


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_an_invited_officer_is_told_on_the_page_and_nothing_is_kept(
    app: Flask, client: PageClient, database: Database, clock: FixedClock
) -> None:
    command = InviteOfficer("lieve@ambora.example", "Lieve Peeters", Language.NL, frozenset({Role.REGISTRAR}))
    with database.unit_of_work(SYSTEM, clock.now()) as work:
        _, link = invite_officer(work, command)
        path = link_url(work.session, link, "")
    client.post(path)
    for weak in ("Welkom123456", "Ambora2026!!", "Lieve-Peeters-1", "eleven char", "abababababab"):
        page = client.post("/office/welcome", {"password": weak, "again": weak}, status=422)
        assert page.one("input", name="password").get("aria-invalid") == "true", weak
    good = "vier losse woorden"
    assert client.post("/office/welcome", {"password": good, "again": good}).all("input", name="code")
    assert phone.STEP_SECONDS
    assert app
