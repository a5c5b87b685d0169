"""Annexes have numbers by kind, the minutes name each with its digest, and a difference is a row."""

from datetime import date

from govapp.assembly.minutes.rules.annexes import (
    ANNEXES,
    AnnexContent,
    AnnexKind,
    first_difference,
    number_annexes,
    sums_of,
    with_annexes,
    without_annexes,
)
from govapp.assembly.minutes.rules.record import Minutes, ProofKind
from govapp.assembly.minutes.rules.wording import Writer
from govapp.kernel.canonical import sha256_hex
from govapp.kernel.texts import Language, Texts

CONTENTS = (
    AnnexContent(AnnexKind.ANCHOR, b"{}"),
    AnnexContent(AnnexKind.RESULT, b"second", 2),
    AnnexContent(AnnexKind.RESULT, b"first", 1),
    AnnexContent(AnnexKind.ATTENDANCE_LIST, b"%PDF-"),
)
BARE = Minutes(3, Texts(nl="Vergadering"), date(2026, 6, 16), Language.NL, ())


def test_annexes_are_numbered_by_kind_and_then_by_vote() -> None:
    annexes = [annex for annex, _ in number_annexes(CONTENTS)]
    assert [each.name for each in annexes] == [
        "01-attendance-list.pdf", "02-result-vote-1.json", "03-result-vote-2.json", "04-anchor.json",
    ]  # fmt: skip
    assert [each.media_type for each in annexes[:2]] == ["application/pdf", "application/json"]
    assert annexes[1].sha256 == sha256_hex(b"first") and annexes[1].size == len(b"first")


def test_the_minutes_name_each_annex_with_its_file_and_its_digest() -> None:
    annexes = [annex for annex, _ in number_annexes(CONTENTS)]
    whole = with_annexes(BARE, annexes, Writer("Europe/Brussels").say)
    lines = whole.sections[-1].lines
    assert whole.sections[-1].key == ANNEXES and {each.proof for each in lines} == {ProofKind.ANNEX}
    assert [each.digest for each in lines] == [each.sha256 for each in annexes]
    for line, annex in zip(lines, annexes, strict=True):
        assert line.figures == {"number": annex.number, "file": annex.name, "bytes": annex.size}
        assert all(annex.name in str(line.text.in_language(each)) for each in Language)
    assert without_annexes(whole) == BARE


def test_the_first_row_that_differs_is_named() -> None:
    assert first_difference(b"a\nb\n", b"a\nb\n") is None
    found = first_difference(b"a\nb\n", b"a\nc\n")
    assert found is not None and (found.row, found.recorded, found.found) == (2, "b", "c")
    longer = first_difference(b"a\n", b"a\nb\n")
    assert longer is not None and (longer.row, longer.recorded, longer.found) == (2, "", "b")
    shorter = first_difference(b"a\nb", b"a")
    assert shorter is not None and (shorter.row, shorter.recorded, shorter.found) == (2, "b", "")
    ends = first_difference(b"a\r\n", b"a\n")
    assert ends is not None and ends.row == 1


def test_digests_stand_as_sha256sum_reads_them() -> None:
    assert sums_of([("a.pdf", b"x")]) == f"{sha256_hex(b'x')}  a.pdf\n".encode()
