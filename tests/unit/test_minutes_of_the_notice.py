"""What minutes say of the notice, of proxies, of people let in and of keys; minutes that were fixed before lack it."""

from dataclasses import replace
from typing import Any

import pytest

from govapp.assembly.minutes.rules.drafting import VoteFacts
from govapp.assembly.minutes.rules.preparation import KeyFacts, LostKey, NoticeFacts, ProxyFacts
from govapp.assembly.minutes.rules.record import MINUTES, NEWER_LINES, MinutesLine, ProofKind, differences, read_minutes
from govapp.assembly.minutes.rules.room import RoomFacts
from govapp.kernel.texts import LANGUAGES
from tests.unit.test_minutes import NOON, VOTE, codes, draft, line, of_vote

NOTICE = NoticeFacts(mails=1330, letters=82, replaced=12, returned=3, unreached=1)
KEYS = KeyFacts(3, 2, ("Bo Maes", "Cis Claes"), (LostKey("An Peeters", "Fell into the Leie"),))
TOLD = {"proxies": ProxyFacts(4, 1, 2), "room": RoomFacts(opened_at=NOON, let_in=("Paid yesterday",))}


def whole(**changes: Any) -> VoteFacts:
    return replace(VOTE, **{"notice": NOTICE, "keys": KEYS, **changes})


def test_the_notice_is_told_by_channel_with_what_came_back_and_who_got_nothing() -> None:
    found = draft(votes=(whole(),), **TOLD)
    assert codes(found)["meeting"] == [
        "held", "entitled", "notice_mails", "notice_letters", "notice_replaced", "notice_returned",
        "notice_unreached", "proxies", "proxies_ended", "proxies_refused",
    ]  # fmt: skip
    counts = {each.code: each.figures["count"] for each in found.sections[0].lines if "count" in each.figures}
    assert counts == {
        "notice_mails": 1330, "notice_letters": 82, "notice_replaced": 12, "notice_returned": 3, "notice_unreached": 1,
        "proxies": 4, "proxies_ended": 2, "proxies_refused": 1,
    }  # fmt: skip
    assert line(found, "notice_letters").proof is ProofKind.NOTICE and line(found, "proxies").proof is ProofKind.PROXIES


def test_what_did_not_happen_is_not_spoken_of() -> None:
    found = of_vote(notice=NoticeFacts(mails=40))
    assert codes(found)["meeting"] == ["held", "entitled", "notice_mails"]
    assert codes(of_vote(notice=NoticeFacts(unreached=40)))["meeting"] == ["held", "entitled"]


def test_whoever_was_let_in_is_told_with_the_reason() -> None:
    said = line(draft(**TOLD), "let_in")
    assert all("Paid yesterday" in said.text.in_language(language).text for language in LANGUAGES)


def test_whose_keys_opened_the_count_is_told_and_whose_key_was_lost() -> None:
    found = of_vote(keys=KEYS)
    assert codes(found)["vote-1"] == ["hours", "turnout", "replaced", "keys", "key_lost", "announced"]
    assert line(found, "keys").figures == {"needed": 2, "size": 3, "opened": 2}
    assert "Bo Maes en Cis Claes" in line(found, "keys").text.nl
    lost = line(found, "key_lost").text
    assert "An Peeters" in lost.fr and "Fell into the Leie" in lost.fr
    assert "key_of_server" in codes(of_vote(keys=KeyFacts(0)))["vote-1"]


@pytest.mark.parametrize("code", sorted(NEWER_LINES))
def test_minutes_that_were_fixed_before_the_program_could_say_it_are_no_less_true(code: str) -> None:
    vote = whole(keys=KeyFacts(0)) if code == "key_of_server" else whole()
    now = draft(votes=(vote,), **TOLD)
    assert isinstance(line(now, code), MinutesLine)

    def without(minutes_drafting: int) -> Any:
        sections = tuple(
            replace(each, lines=tuple(said for said in each.lines if said.code != code)) for each in now.sections
        )
        return replace(now, sections=sections, drafting=minutes_drafting)

    assert differences(without(NEWER_LINES[code] - 1), now) == ()
    assert [each.code for each in differences(without(NEWER_LINES[code]), now)] == [code]


def test_a_record_of_the_first_version_knew_none_of_these_lines() -> None:
    assert read_minutes(MINUTES.encode(draft(), 1)).drafting == 1
    assert read_minutes(MINUTES.encode(draft(), 2)) == draft()
