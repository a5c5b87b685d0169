"""A ballot paper that says the contrary in one language, that one key opens, or that a single ballot opens."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from govapp.assembly.votes.service import LockVote, lock_vote
from govapp.ballots.rules import SERVER
from govapp.cli import govapp
from govapp.db.engine import Database
from govapp.kernel.actors import Role
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Texts
from pybelenios.cli.verify import INVALID, VALID, main
from pybelenios.verifier.cautions import DECISION_WORDS
from tests.factories.accounts import a_browser, officer_browser
from tests.factories.assembly import BALLOTS, counted, written
from tests.factories.ballots import FOR, Hall, decision, opened
from tests.web.page import Page


def paper(database: Database, clock: FixedClock, french: Sequence[int] = (0, 1, 2)) -> Hall:
    """Return an open vote whose decision has its known words, the French ones in another order."""
    order = {language: range(3) for language in DECISION_WORDS} | {"fr": french}
    asked = decision()
    answers = tuple(
        replace(answer, label=Texts.from_dict({each: DECISION_WORDS[each][order[each][place]] for each in order}))
        for place, answer in enumerate(asked.answers)
    )
    return opened(database, clock, questions=(replace(asked, answers=answers),))


def kept(hall: Hall, folder: Path) -> str:
    hall.vote(0, FOR)
    hall.close()
    path = folder / f"{hall.uuid}.bel"
    path.write_bytes(hall.archive())
    return str(path)


@pytest.mark.parametrize("french", [(1, 0, 2), (0, 2, 1), (2, 1, 0)])
def test_for_and_against_exchanged_in_one_language_is_refused_by_the_verifier(
    database: Database, clock: FixedClock, tmp_path: Path, capsys: pytest.CaptureFixture[str], french: Sequence[int]
) -> None:
    assert main([kept(paper(database, clock, french), tmp_path)]) == INVALID
    assert "exchanged in one language (fr)" in capsys.readouterr().out


def test_the_same_words_in_their_places_are_valid_and_one_key_is_said_after_the_verdict(
    database: Database, clock: FixedClock, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hall = paper(database, clock)
    path = kept(hall, tmp_path)
    assert main([path, "--vote", hall.uuid]) == VALID
    said = capsys.readouterr().out.partition("\nVALID\n")[2]
    assert "Look at this: The only key is the server's" in said
    assert "for a decision" not in said


def test_the_archive_of_one_vote_under_the_name_of_another_is_refused(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    path = kept(paper(database, clock), tmp_path)
    assert main([path, "--vote", "General assembly (en)"]) == VALID
    assert main([path, "--vote", "Another assembly"]) == INVALID


def test_who_makes_the_announced_record_again_reads_the_same(
    runner: CliRunner, database: Database, clock: FixedClock
) -> None:
    meeting = counted(database, clock)
    meeting.announce()
    again = runner.invoke(govapp, ["ballots", "recompute", meeting.hall().uuid])
    assert again.exit_code == 0
    assert "Look at this: The only key is the server's" in again.output


def cautions(page: Page) -> dict[str, str]:
    """Return what a page warns of, by its code."""
    return {each.get("data-caution") or "": each.text or "" for each in page.all("p") if each.get("data-caution")}


def test_the_public_board_says_in_each_language_what_the_verifier_says(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    hall = opened(database, clock, questions=(decision(),), trustees=1, minimum_ballots=2)
    browser, told = a_browser(app), set()
    for language in ("nl", "fr", "en", "de"):
        browser.post("/language", {"language": language, "next": f"/board/{hall.uuid}"})
        found = cautions(browser.get(f"/board/{hall.uuid}"))
        assert [*found][:2] == ["one_key", "few_ballots"]
        told |= {*found.values()}
    assert len(told) >= 8


def test_exchanged_words_are_an_alarm_on_the_public_board(app: Flask, database: Database, clock: FixedClock) -> None:
    hall = paper(database, clock, (1, 0, 2))
    found = cautions(a_browser(app).get(f"/board/{hall.uuid}"))
    assert [*found] == ["exchanged_words", "server_alone", "few_ballots"]
    assert "Français" in found["exchanged_words"]


def test_words_that_we_do_not_know_and_a_key_of_the_server_are_told(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    asked = decision()
    answers = tuple(replace(answer, label=Texts.same(word)) for answer, word in zip(asked.answers, "XYZ", strict=True))
    hall = opened(database, clock, questions=(replace(asked, answers=answers),))
    found = cautions(a_browser(app).get(f"/board/{hall.uuid}"))
    assert {*found} == {"server_alone", "few_ballots", "other_words"}
    assert "X, Y, Z" in found["other_words"]


def test_the_result_and_the_run_sheet_say_the_same(app: Flask, database: Database, clock: FixedClock) -> None:
    meeting = written(database, clock)
    with meeting.at() as work:
        lock_vote(work, LockVote(meeting.id, meeting.row().version, (SERVER,), minimum_ballots=2))
    meeting.open()
    meeting.vote(*BALLOTS)
    meeting.close()
    meeting.announce()
    secretary = officer_browser(app, database, clock, Role.SECRETARY)
    # Of the server's key the run sheet speaks with more words already.
    assert [*cautions(secretary.get(f"/office/assemblies/{meeting.id}"))] == ["few_ballots"]
    for page in ("/result", "/board"):
        address = f"/assemblies/{meeting.id}/result" if page == "/result" else f"/board/{meeting.hall().uuid}"
        assert [*cautions(a_browser(app).get(address))] == ["server_alone", "few_ballots"]
