"""A known fault of a library stops the build, unless somebody wrote down why it does not concern us."""

import json
from datetime import date
from pathlib import Path

import pytest
from packaging.version import Version

from tools.advisories import LISTED, Advisory, Listed, judge, look_up, main, read_listed

TODAY = date(2026, 11, 28)
LOCK = "flask==3.1.0 \\\n    --hash=sha256:aa\njinja2==3.1.2 \\\n    --hash=sha256:bb\n"
VERSIONS = {"jinja2": Version("3.1.2"), "flask": Version("3.1.0")}
FAULT = Advisory("jinja2", "3.1.2", "GHSA-h5c8-rqwp-cp95")
# As OSV answers: one result for each query, in their order, empty where nothing is known.
ANSWER = b'{"results":[{},{"vulns":[{"id":"GHSA-h5c8-rqwp-cp95","modified":"2024-11-19T18:45:05Z"}]}]}'
NOTHING = b'{"results":[{},{}]}'


def silent(_question: bytes) -> bytes:
    raise TimeoutError("timed out")


def test_every_version_is_asked_about_once_and_what_is_known_comes_back() -> None:
    asked: list[bytes] = []

    def ask(question: bytes) -> bytes:
        asked.append(question)
        return ANSWER

    assert look_up(VERSIONS, ask) == [FAULT]
    (question,) = asked
    assert json.loads(question)["queries"] == [
        {"package": {"name": "flask", "ecosystem": "PyPI"}, "version": "3.1.0"},
        {"package": {"name": "jinja2", "ecosystem": "PyPI"}, "version": "3.1.2"},
    ]


def test_an_answer_in_pages_is_read_to_its_end() -> None:
    pages = iter(
        (
            b'{"results":[{},{"vulns":[{"id":"GHSA-1"}],"next_page_token":"more"}]}',
            b'{"results":[{"vulns":[{"id":"GHSA-2"}]}]}',
        )
    )
    asked: list[bytes] = []

    def ask(question: bytes) -> bytes:
        asked.append(question)
        return next(pages)

    assert [each.name for each in look_up(VERSIONS, ask)] == ["GHSA-1", "GHSA-2"]
    assert json.loads(asked[1])["queries"] == [
        {"package": {"name": "jinja2", "ecosystem": "PyPI"}, "version": "3.1.2", "page_token": "more"}
    ]


@pytest.mark.parametrize("answer", [b"[]", b"{}", b'{"results":[{}]}', b"<html>", b'{"results":null}'])
def test_what_is_no_answer_is_not_taken_for_good_news(answer: bytes) -> None:
    with pytest.raises(ValueError):
        look_up(VERSIONS, lambda _question: answer)


def test_an_advisory_that_nobody_listed_fails() -> None:
    (wrong,) = judge([FAULT], [], TODAY)
    assert wrong.startswith("jinja2 3.1.2: GHSA-h5c8-rqwp-cp95, https://osv.dev/vulnerability/GHSA-h5c8-rqwp-cp95")


def test_a_reason_holds_to_its_last_day_and_no_longer() -> None:
    assert judge([FAULT], [Listed(FAULT.name, "no template of others is run", TODAY)], TODAY) == []
    (wrong,) = judge([FAULT], [Listed(FAULT.name, "no template of others is run", date(2026, 11, 27))], TODAY)
    assert "2026-11-27: no template of others is run" in wrong


def test_a_reason_for_nothing_is_taken_out() -> None:
    assert judge([], [Listed("GHSA-0", "old", TODAY)], TODAY) == [
        "GHSA-0 is listed and concerns no version of the lock"
    ]


@pytest.mark.parametrize("entry", ['reason = ""\nuntil = 2027-01-01', 'reason = "r"', 'reason = "r"\nuntil = "2027"'])
def test_nothing_is_listed_without_a_reason_and_a_day(entry: str) -> None:
    with pytest.raises((KeyError, ValueError)):
        read_listed(f"[GHSA-0]\n{entry}\n")


def test_the_file_of_reasons_can_be_read() -> None:
    assert all(each.reason for each in read_listed(LISTED.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("answer", "listed", "status", "said"),
    [
        (NOTHING, "", 0, "no advisory on 2 packages"),
        (ANSWER, "", 1, "GHSA-h5c8-rqwp-cp95"),
        (ANSWER, '[GHSA-h5c8-rqwp-cp95]\nreason = "not reached"\nuntil = 2027-01-01\n', 0, "but for 1 with a reason"),
    ],
)
def test_the_step_says_and_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], answer: bytes, listed: str, status: int, said: str
) -> None:
    lock, reasons = tmp_path / "requirements.lock", tmp_path / "advisories.toml"
    lock.write_text(LOCK, encoding="utf-8")
    reasons.write_text(listed, encoding="utf-8")
    assert main(lambda _question: answer, TODAY, reasons, lock) == status
    assert said in capsys.readouterr().out


def test_without_a_network_the_step_says_that_nothing_was_looked_up(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(silent, TODAY) == 0
    assert capsys.readouterr().out == "NOT looked up, the database of advisories cannot be reached: timed out\n"
