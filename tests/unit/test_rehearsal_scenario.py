"""Scenario files: what is read, what is refused, and that the planned ballots add up to the outcome."""

import json
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import govapp.rehearsal
from govapp.kernel.texts import Language
from govapp.language.translator import translator_for
from govapp.rehearsal.outcome import differences, expected_items
from govapp.rehearsal.scenario import Scenario, ScenarioRefused, read_scenario
from govapp.rehearsal.votes import Answers, encode, plan_votes

FOLDER = Path(govapp.rehearsal.__file__).parent / "scenarios"
DECISION = {"kind": "decision", "en": "Shall we?", "counts": {"for": 2, "against": 1, "abstain": 0}}


def add_up(ballots: Sequence[Answers]) -> tuple[tuple[dict[int, int], int], ...]:
    """Return per question how often each answer was given, and how many ballots were blank."""
    totals = []
    for answers in zip(*ballots, strict=True):
        votes: dict[int, int] = {}
        for answer in answers:
            for index in {answer} if isinstance(answer, int) else answer or ():
                votes[index] = votes.get(index, 0) + 1
        totals.append((votes, sum(answer is None for answer in answers)))
    return tuple(totals)


def scenario(*items: Any, **members: Any) -> str:
    return json.dumps({"what": "", "held_on": "2026-06-16", "voters": 3, "items": list(items) or [DECISION], **members})


def faults(text: str) -> tuple[str, ...]:
    with pytest.raises(ScenarioRefused) as refused:
        read_scenario(text)
    return refused.value.faults


def bundled() -> Iterator[Scenario]:
    for path in sorted(FOLDER.glob("*.json")):
        yield read_scenario(path.read_bytes())


def test_the_assembly_of_2020_rounds_to_the_published_percentages() -> None:
    smart = read_scenario((FOLDER / "smartcoop-2020.json").read_bytes())
    assert (smart.voters, smart.eligible, smart.revotes) == (738, 2214, 37)
    assert [motion.counts for item in smart.items for motion in item.motions] == [
        (502, 44, 192),
        (531, 37, 170),
        (561, 44, 133),
    ]
    assert smart.remarks == ()


def test_the_ballots_of_every_bundled_scenario_add_up_to_its_outcome() -> None:
    for each in bundled():
        votes = plan_votes(each)
        assert len(votes) == each.voters
        totals = iter(add_up([voter.final for voter in votes]))
        for item in each.items:
            for motion in item.motions:
                counted, blank = next(totals)
                assert tuple(counted.get(answer, 0) for answer in range(3)) == motion.counts and blank == 0
            if item.approval:
                counted, blank = next(totals)
                assert tuple(counted.get(index, 0) for index in range(len(item.approval.votes))) == item.approval.votes
                assert blank == item.approval.blank
        changed = [voter for voter in votes if voter.first is not None]
        assert len(changed) == each.revotes
        assert all(voter.first != voter.final for voter in changed)


def test_a_plan_can_be_repeated() -> None:
    for each in bundled():
        assert plan_votes(each) == plan_votes(each)


def test_every_way_of_voting_has_its_verdict() -> None:
    everything = read_scenario((FOLDER / "board-and-strategy.json").read_bytes())
    items = expected_items(everything)
    assert [item.get("verdict") for item in items] == [
        None,
        "adopted",
        "rejected",
        None,
        "tied",
        "elected",
        "ranked",
        "adopted",
    ]
    assert (items[4]["elected"], items[4]["tied"]) == ([0], [1, 2])
    assert items[5]["elected"] == [0]
    assert everything.items[6].threshold == Fraction(1, 2)
    assert items[6]["adopted"] == [0], "five of ten that are not blank do not pass a half"
    assert everything.items[2].title.missing() == (Language.EN, Language.DE)


def test_eligible_and_revotes_have_defaults() -> None:
    read = read_scenario(scenario(voters=3))
    assert (read.eligible, read.revotes) == (9, 0)


def test_every_fault_of_a_file_is_named_at_once() -> None:
    found = faults(
        scenario(
            {"kind": "decision", "counts": {"for": 2, "against": 1, "abstain": True}},
            {"kind": "election", "en": "Who?", "candidates": []},
            {"kind": "poll", "en": "?"},
            {"kind": "strategy", "en": "What?", "options": [{"en": "A", "votes": 4}, {"votes": -1}], "max": 0},
            "x",
            DECISION | {"counts": {"for": 2, "against": 1, "abstain": 1}},
            {"kind": "strategy", "en": "What?", "options": [{"en": "A", "votes": 3}], "max": 3},
            {"kind": "election", "en": "Who?", "seats": 1, "method": "lot", "candidates": [{"name": "An", "votes": 1}]},
            {"kind": "decision", "en": "What?"},
            {"kind": "information"},
            {"kind": "strategy", "en": "What?", "options": [{"en": "A", "votes": 3}, {"votes": 0}]},
            held_on="16/06/2026",
            eligible=2,
            revotes=9,
        )
    )
    for beginning in (
        "held_on:",
        "eligible: 2 holders",
        "revotes: 9 voters",
        "items[0].counts.abstain: True: ",
        "items[1].seats: missing",
        "items[1].candidates: []: ",
        "items[2].kind: 'poll'",
        "items[3].max: 0: ",
        "items[3].options[1].votes: -1",
        "items[4]: an item is a JSON object",
        "items[5].counts: they add up to 4, and 3 ballots are counted",
        "items[6].max: 3 is more than the 1",
        "items[7].method: 'lot' is none of approval, motions",
        "items[8]: its outcome is missing",
        "items[9]: no text",
        "items[10].options[1]: no text",
    ):
        assert any(fault.startswith(beginning) for fault in found), (beginning, found)


@pytest.mark.parametrize(
    ("members", "fault"),
    [
        ({"en": 5}, "items[0].en: 5: a text stands here"),
        ({"en": "x" * 9, "nl": ["y" * 99]}, f"items[0].nl: ['{'y' * 57}…: a text stands here"),
        ({"\ud800": 1}, r"items[0]: '\ud800': this cannot be read"),
        (
            {"verdict": "maybe"},
            "items[0].verdict: 'maybe' is none of adopted, rejected, elected, not_elected, tied, ranked",
        ),
        ({"counts": [2, 1, 0]}, "items[0].counts: a JSON object stands here"),
        (
            {"percent": {"for": 101, "against": 0, "abstain": 0}},
            "items[0].percent.for: 101: the most that can be is 100",
        ),
        ({"percent": {"for": -1, "against": 0, "abstain": 0}}, "items[0].percent.for: -1: the least that can be is 0"),
        (
            {"kind": "election", "seats": 1, "candidates": [{"name": " ", "votes": 1}]},
            "items[0].candidates[0].name: ' ': a text that is not empty stands here",
        ),
        (
            {"kind": "strategy", "method": "approval", "options": {}},
            "items[0].options: {}: a list of at least one stands here",
        ),
        ({"kind": "election", "method": ["lot"]}, "items[0].method: ['lot'] is none of approval, motions"),
        (
            {"kind": ["decision"]},
            "items[0].kind: ['decision'] is none of information, acknowledgement, decision, election, strategy",
        ),
    ],
)
def test_a_fault_of_an_item_has_its_place_and_a_sentence_of_ours(members: dict[str, Any], fault: str) -> None:
    usual = {} if "kind" in members else DECISION
    assert fault in faults(scenario(usual | {"en": "Who?"} | members))


@pytest.mark.parametrize(
    ("member", "value", "fault"),
    [
        ("held_on", 3, "held_on: 3: a day such as 2026-06-16 stands here"),
        ("held_on", "16 June", "held_on: '16 June': a day such as 2026-06-16 stands here"),
        ("voters", "3", "voters: '3': a whole number stands here"),
        ("voters", 100_001, "voters: 100001: the most that can be is 100,000"),
        ("eligible", True, "eligible: True: a whole number stands here"),
        ("eligible", -1, "eligible: -1: the least that can be is 0"),
        ("revotes", 2.0, "revotes: 2.0: a whole number stands here"),
    ],
)
def test_a_fault_of_the_head_is_told_once(member: str, value: object, fault: str) -> None:
    assert faults(scenario(**{member: value})) == (fault,)


def test_the_faults_are_sentences_of_the_language_that_was_asked_for() -> None:
    file = scenario(DECISION | {"counts": {"for": 2, "against": 1, "abstain": "x"}}, voters=0)
    said = {}
    for language in Language:
        with pytest.raises(ScenarioRefused) as refused:
            read_scenario(file, translator_for(language))
        said[language] = refused.value.faults
        assert [fault.split(": ")[0] for fault in refused.value.faults] == ["voters", "items[0].counts.abstain"]
    assert len(set(said.values())) == len(Language)


@pytest.mark.parametrize(
    "text", ["", "[]", "{", b"\xff", '"voters"', "[" * 100_000, '{"voters": 1' + "0" * 5_000 + "}"]
)
def test_what_is_not_a_json_object_is_refused(text: str | bytes) -> None:
    with pytest.raises(ScenarioRefused):
        read_scenario(text)


def test_a_ranking_is_refused_as_not_supported_yet() -> None:
    ranking = {"kind": "strategy", "en": "Order?", "method": "ranking", "options": [{"en": "A"}, {"en": "B"}]}
    (fault,) = faults(scenario(ranking))
    assert fault.startswith("items[0].method: rankings are not supported yet")


def test_percentages_that_no_ballots_give_are_refused() -> None:
    impossible = {"kind": "decision", "en": "?", "percent": {"for": 90, "against": 90, "abstain": 0}}
    assert faults(scenario(impossible)) == (
        "items[0].percent: no whole numbers of 3 ballots round to 90/90/0 per cent",
    )


def test_votes_that_do_not_fit_on_the_ballots_are_refused() -> None:
    def options(*votes: int, **more: int) -> dict[str, Any]:
        return {
            "kind": "strategy",
            "en": "?",
            "options": [{"en": f"{n}", "votes": own} for n, own in enumerate(votes)],
        } | more

    assert faults(scenario(options(4, 0))) == ("items[0]: 4 votes for one name, but only 3 ballots are not blank",)
    assert faults(scenario(options(3, 3, max=1))) == (
        "items[0]: 6 votes in all, but 3 ballots with at most 1 names each hold 3",
    )
    assert faults(scenario(options(1, 1, blank=4))) == ("items[0].blank: 4 of 3 ballots cannot be blank",)


def test_members_that_nobody_reads_are_remarked_upon() -> None:
    read = read_scenario(scenario({**DECISION, "treshold": "2/3"}, note="mine"))
    assert read.remarks == (
        "note: not a member of the format; not used",
        "items[0].treshold: not a member of the format; not used",
    )


def test_an_answer_is_encoded_as_the_ballot_holds_it() -> None:
    assert encode(1, 3, blank=False) == (0, 1, 0)
    assert encode(frozenset({0, 2}), 3, blank=True) == (0, 1, 0, 1)
    assert encode(None, 2, blank=True) == (1, 0, 0)
    assert encode(frozenset(), 2, blank=True) == (0, 0, 0)


def test_differences_name_the_item_and_the_figure() -> None:
    wanted = expected_items(read_scenario(scenario()))
    assert differences(wanted, wanted) == []
    got = [wanted[0] | {"verdict": "rejected", "archive": "x.bel"}]
    assert differences(wanted, got) == ["item 1, verdict: 'rejected' instead of 'adopted'"]
    assert differences(wanted, []) == ["0 items instead of 1"]
