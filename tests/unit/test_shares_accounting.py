"""Every entry of the ledger has a line in the journal, and every such line its entry."""

import pytest

from govapp.shares.ledger.rules.accounting import JournalClaim, faults_of_accounting
from govapp.shares.ledger.rules.chain import GENESIS

HASHES = {"a": 1, "b": 2, "c": 3, "d": 4}


def found(last: int, *claims: JournalClaim) -> list[tuple[str, str]]:
    return [(fault.subject, fault.code) for fault in faults_of_accounting(last, HASHES, claims)]


def test_single_entries_and_an_import_account_for_the_whole_ledger() -> None:
    assert found(4, JournalClaim(3), JournalClaim(5, head="c"), JournalClaim(9, entry=4)) == []


def test_an_import_of_nothing_into_an_empty_register_names_no_entry() -> None:
    assert found(0, JournalClaim(1, head=GENESIS)) == []


def test_an_entry_at_the_end_that_no_line_speaks_of_is_named() -> None:
    assert found(4, JournalClaim(3, head="c")) == [("entry 4", "no_journal_line")]


def test_an_entry_in_the_middle_that_no_line_speaks_of_is_named() -> None:
    assert found(4, JournalClaim(3, entry=1), JournalClaim(4, entry=4)) == [
        ("entry 2", "no_journal_line"),
        ("entry 3", "no_journal_line"),
    ]


@pytest.mark.parametrize("claim", [JournalClaim(7, entry=3), JournalClaim(7)])
def test_a_line_whose_entry_is_gone_is_named(claim: JournalClaim) -> None:
    assert found(2, JournalClaim(3, head="b"), claim) == [("journal line 7", "entry_missing")]


def test_an_import_that_ended_with_an_entry_that_is_gone_is_named() -> None:
    assert found(2, JournalClaim(3, head="b"), JournalClaim(7, head="z")) == [("journal line 7", "ledger_head")]
