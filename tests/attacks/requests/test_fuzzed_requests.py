"""A few hundred of the requests that `python -m bench.fuzz` sends, and proof that the judge of answers sees faults."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

import pytest
from flask import Flask
from pydantic import SecretStr

from govapp.kernel.clock import FixedClock
from govapp.request_context import EVERYBODY
from govapp.settings import Settings
from govapp.web.app import create_app
from tests.attacks.requests.fuzzing import Figures, Fuzzer
from tests.attacks.requests.owners import PEOPLE, read_owners
from tests.conftest import NOON
from tests.databases import sqlite_store
from tests.factories.accounts import KEY
from tests.factories.sample_cooperative import build

SEED = 20261128


@dataclass
class Bench:
    """An application with the sample cooperative, and who sends requests to it."""

    app: Flask
    fuzzer: Fuzzer

    def send(self, count: int, only: str = "") -> Figures:
        self.fuzzer.figures = Figures()
        self.fuzzer.run(SEED, 0, count, only)
        return self.fuzzer.figures


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    with sqlite_store() as store:
        clock = FixedClock(NOON)
        key = SecretStr(KEY.decode())
        settings = Settings(
            database_url=store.url, secret_key=key, base_url="http://localhost", weak_passwords=True, demo=True
        )
        app = create_app(settings, database=store.database, clock=clock)
        yield Bench(app, Fuzzer(app, build(store.database, clock.now()), clock, store.path))


def test_no_request_breaks_anything_or_exceeds_a_right(bench: Bench) -> None:
    figures = bench.send(400)
    assert [str(each) for each in figures.findings] == []
    assert {person for person, _status in figures.statuses} == set(PEOPLE)
    assert sum(figures.statuses.values()) == 400
    assert sum(figures.not_permitted.values()) > 40


def test_a_route_that_breaks_is_found(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_arguments: object) -> NoReturn:
        raise KeyError("nothing of the kind")

    vars(broken)["access"] = EVERYBODY
    monkeypatch.setitem(bench.app.view_functions, "meeting.home", broken)
    found = bench.send(20, "/").findings
    assert {each.what for each in found} == {"answered 500"}
    assert "nothing of the kind" in found[0].trace
    assert "GET /" in str(found[0])


def test_a_route_that_lets_everybody_in_is_found(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench.app.view_functions["audit.journal_page"], "access", EVERYBODY)
    found = bench.send(60, "/office/journal").findings
    assert {each.what.partition(":")[0] for each in found} == {"answered 200 to somebody who may not"}
    assert "auditor" not in {each.person for each in found}


def test_the_same_seed_gets_the_same_answers(bench: Bench) -> None:
    first, second = bench.send(60), bench.send(60)
    assert first.statuses == second.statuses
    assert first.routes == second.routes


def test_every_route_of_the_reviewed_table_is_one_of_the_application(bench: Bench) -> None:
    known = {rule.rule for rule in bench.app.url_map.iter_rules()}
    assert {rule for _method, rule in read_owners()} == known


def test_every_form_and_every_argument_of_a_route_is_known_to_the_fuzzer(bench: Bench) -> None:
    seen, rules = bench.fuzzer._seen, list(bench.app.url_map.iter_rules())
    posted = [rule for rule in rules if "POST" in (rule.methods or ())]
    assert {rule.rule for rule in posted if not seen.forms.get(rule.endpoint)} == set()
    assert {name for rule in rules for name in rule.arguments if not seen.values.get(name)} == set()
