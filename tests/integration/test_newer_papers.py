"""A ballot paper that a newer program prepared is not taken for one of ours: no vote, no count, and a sentence."""

from typing import Any

import pytest
from click.testing import CliRunner

from govapp.ballots import service
from govapp.ballots.rules import sealed_assembly
from govapp.ballots.rules.sealed_assembly import SealedAssembly, encode_v2
from govapp.cli import govapp
from govapp.db.engine import Database
from govapp.kernel.clock import FixedClock
from govapp.kernel.records import RecordType, UnknownRecordVersion
from tests.conftest import KEY
from tests.factories.ballots import FOR, SECRETARY, Hall, decision, opened


@pytest.fixture
def hall(database: Database, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> Hall:
    """Return the hall of a vote whose paper is sealed in a form of tomorrow."""

    def encode_v3(sealed: SealedAssembly) -> dict[str, Any]:
        return encode_v2(sealed) | {"v": 3}

    with monkeypatch.context() as newer_program:
        known = RecordType("assembly", {**sealed_assembly.ASSEMBLY.encoders, 3: encode_v3})
        newer_program.setattr(sealed_assembly, "ASSEMBLY", known)
        return opened(database, clock, questions=(decision(),))


def test_no_ballot_is_taken_on_it(hall: Hall) -> None:
    with pytest.raises(UnknownRecordVersion) as refused:
        hall.vote(0, FOR)
    assert refused.value.params == {"record": "assembly", "version": 3}
    assert hall.paper().ballots == 0


def test_its_booth_is_not_compared_as_if_it_were_known(hall: Hall) -> None:
    with hall.database.read_only(SECRETARY, hall.clock.now()) as work, pytest.raises(UnknownRecordVersion):
        service.changed_booth(work.session, hall.paper())


def test_the_check_of_papers_names_it(hall: Hall, monkeypatch: pytest.MonkeyPatch, database_url: str) -> None:
    monkeypatch.setenv("GOVAPP_DATABASE_URL", database_url)
    monkeypatch.setenv("GOVAPP_SECRET_KEY", KEY)
    checked = CliRunner().invoke(govapp, ["ballots", "check"])
    assert checked.exit_code == 1
    assert f"{hall.uuid}: This record is of version 3" in checked.output
