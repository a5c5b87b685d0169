"""A program of before: votes that are locked the way it locked them, so that its database can be had again."""

import pytest

from govapp.assembly.votes.rules.record import FIRST_WITH_STATUTES, RULES
from govapp.assembly.votes.service import voting
from govapp.ballots.service import preparing
from govapp.kernel.records import RecordType
from govapp.shares.people.queries.chain import FactHead
from govapp.shares.rolls.service import freezing as rolls


@pytest.fixture
def before_statutes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lock votes under rules of before the statutes were data, and ballot papers with plain hours."""
    forms = {version: encode for version, encode in RULES.encoders.items() if version < FIRST_WITH_STATUTES}
    monkeypatch.setattr(voting, "RULES", RecordType(RULES.name, forms))
    monkeypatch.setattr(preparing, "encode_rule_v1", lambda _rule: None)


@pytest.fixture
def lists_of_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Freeze voting lists as a program did that did not chain the facts about people."""
    monkeypatch.setattr(rolls, "FROZEN_VERSION", 1)
    monkeypatch.setattr(rolls, "get_fact_head", lambda _session: FactHead(0, ""))


@pytest.fixture
def words_of_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Prepare ballot papers as a program did that had 256 words for the numbers of receipts."""
    monkeypatch.setattr("pybelenios.receipts.tracker_words.VERSION", 1)
