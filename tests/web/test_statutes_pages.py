"""The pages on which a secretary reads each rule with its source, and keeps a new version."""

import re
from typing import Any

import pytest
from flask import Flask

from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import LANGUAGES
from govapp.statutes import queries
from tests.factories.accounts import officer_browser
from tests.factories.statutes import SECRETARY
from tests.web.page import Page, PageClient

DECIDED = {
    "first_day": "2026-07-01",
    "last_day": "",
    "decided_on": "2026-06-18",
    "decided_by": "assembly",
    "reference": "Deed of notary Peeters",
    "reason": "The assembly changed the statutes",
}


@pytest.fixture
def secretary(app: Flask, database: Database, clock: FixedClock) -> PageClient:
    return officer_browser(app, database, clock, Role.SECRETARY)


def typed(page: Page, **changes: str) -> dict[str, Any]:
    """Return what a browser sends of the form on a page, with some fields typed over."""
    form = next(each for each in page.all("form") if (each.get("action") or "").endswith("/statutes/new"))
    values: dict[str, Any] = {}
    for each in form.iter():
        name = each.get("name")
        if not name or name == "csrf_token":
            continue
        if each.tag == "select":
            chosen = [o.get("value") or "" for o in each.iter("option") if o.get("selected") is not None]
            values[name] = (chosen or [next(iter(each.iter("option"))).get("value") or ""])[0]
        elif each.tag == "textarea":
            values[name] = (each.text or "").strip()
        elif each.get("type") == "checkbox":
            if each.get("checked") is not None:
                values[name] = each.get("value") or "y"
        else:
            values[name] = each.get("value") or ""
    return values | DECIDED | changes


def test_each_rule_stands_with_its_value_and_only_confirmed_articles(secretary: PageClient) -> None:
    page = secretary.get("/office/statutes")
    assert "version 2 in force" in page.text
    assert "At least three quarters (3/4) of the votes for and against" in page.text
    assert "At least half (1/2) of the issued shares take part or are represented." in page.text
    assert "art. 6:41 of the Code of companies and associations" in page.text
    # Of the change of statutes the article is not confirmed, so no reader sees its number.
    assert "6:85" not in page.html
    assert "6:86" in page.html
    assert "What the law fixes" in page.text


def test_the_page_speaks_four_languages(secretary: PageClient) -> None:
    titles = set()
    for language in LANGUAGES:
        secretary.post("/language", {"language": language.value, "next": "/office/statutes"})
        page = secretary.get("/office/statutes")
        titles.add(page.heading)
        assert page.tree.get("lang") == language.value
    assert len(titles) >= 3


def test_older_versions_stay_readable(secretary: PageClient) -> None:
    page = secretary.get("/office/statutes/1")
    assert "not in force today" in page.text
    assert "one vote per share" in page.text
    assert secretary.get("/office/statutes/9", status=404)


def test_the_form_holds_the_latest_rules_and_a_change_is_a_new_version(
    secretary: PageClient, database: Database, clock: FixedClock
) -> None:
    values = typed(secretary.get("/office/statutes/new"), notice_days="21", **{"vote_statutes-part": "4/5"})
    page = secretary.post("/office/statutes/new", values)
    assert "The new version of the statutes is kept." in page.text
    assert "At least four fifths (4/5) of the votes for and against" in page.text
    with database.read_only(SECRETARY, clock.now()) as work:
        before, after = (queries.get_version(work.session, number).profile for number in (2, 3))
    assert after.notice_days == 21
    assert after.items.statutes.threshold.fraction == before.items.object.threshold.fraction
    assert after.items.object == before.items.object
    assert (after.categories, after.seat_quotas) == (before.categories, before.seat_quotas)


def test_a_condition_inside_a_category_is_typed_and_read_back(
    secretary: PageClient, database: Database, clock: FixedClock
) -> None:
    condition = {"part": "2/3", "sign": "least", "category": "member", "measure": "decisive_votes", "base": "heads"}
    changes = {f"vote_merger-conditions-0-{name}": value for name, value in condition.items()}
    page = secretary.post("/office/statutes/new", typed(secretary.get("/office/statutes/new"), **changes))
    assert "Also needed in category A (members): at least two thirds (2/3) of the votes for and against." in page.text
    form = secretary.get("/office/statutes/new")
    assert typed(form)["vote_merger-conditions-0-part"] == "2/3"
    assert "vote_merger-conditions-1-part" in typed(form)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"vote_statutes-quorum": ""}, "would be looser than the law"),
        ({"notice_days": "14"}, "“Notice, in days before the meeting” would be looser than the law"),
        ({"last_day": "2026-12-31"}, "On 1 January 2027 no version of the statutes would be in force."),
        ({"first_day": "2017-01-01", "decided_on": "2016-12-01"}, "Two versions of the statutes would be in force"),
        ({"decided_on": "2026-07-02"}, "These rules cannot be in force before they were decided."),
        ({"votes_per": "share"}, "by head and by share do not mix"),
        ({"known_versions": "1"}, "Another version of the statutes was kept"),
        ({"vote_other-part": "three quarters"}, "Write a part as a fraction, for example 3/4."),
        ({"share_price_cents": "many"}, "Write an amount in euro"),
        ({"reason": ""}, "Fill in this field."),
        ({"vote_other-part": ""}, "Fill in this field."),
        ({}, "These rules are the ones already in force on that day."),
    ],
)
def test_what_cannot_be_is_refused_and_the_form_comes_back_as_it_was_typed(
    secretary: PageClient, database: Database, clock: FixedClock, changes: dict[str, str], sentence: str
) -> None:
    values = typed(secretary.get("/office/statutes/new"), **({"mandate_years": "5"} | changes if changes else {}))
    page = secretary.post("/office/statutes/new", values, status=422)
    assert sentence in page.text
    again = {name: value for name, value in typed(page).items() if name != "known_versions"}
    assert again | values == values | {name: again[name] for name in again if name not in values}
    for name, value in changes.items():
        if name not in {"known_versions", *DECIDED}:
            assert typed(page)[name] == value
    with database.read_only(SECRETARY, clock.now()) as work:
        assert len(queries.list_versions(work.session)) == 2


@pytest.mark.parametrize("language", [each.value for each in LANGUAGES])
def test_a_refusal_speaks_the_readers_language(secretary: PageClient, language: str) -> None:
    secretary.post("/language", {"language": language, "next": "/office/statutes"})
    values = typed(secretary.get("/office/statutes/new"), notice_days="14")
    page = secretary.post("/office/statutes/new", values, status=422)
    said = {
        "nl": "zou soepeler zijn dan de wet",
        "fr": "serait plus souple que la loi",
        "en": "would be looser than the law",
        "de": "wäre lockerer als das Gesetz",
    }
    assert said[language] in page.text
    if language != "en":
        assert not re.search(r"looser than|At least 15 days", page.text)


def test_an_auditor_reads_and_writes_no_statutes(app: Flask, database: Database, clock: FixedClock) -> None:
    auditor = officer_browser(app, database, clock, Role.AUDITOR)
    page = auditor.get("/office/statutes")
    assert "Write a new version" not in page.text
    auditor.get("/office/statutes/new", status=403)
