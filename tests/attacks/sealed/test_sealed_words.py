"""A ballot paper that says the contrary in one language, that one key opens, or that a single ballot opens."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from govapp.cli import govapp
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Texts
from pybelenios.cli.verify import INVALID, VALID, main
from pybelenios.verifier.cautions import DECISION_WORDS
from tests.factories.assembly import counted
from tests.factories.ballots import FOR, Hall, decision, opened


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
