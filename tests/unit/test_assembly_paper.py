"""From items to the questions of the ballot paper and back, and the checks before each step."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from govapp.assembly.agenda.rules.documents import safe_name
from govapp.assembly.agenda.rules.items import Choice, Document, Item, ItemKind, VotingMethod, item_problems
from govapp.assembly.votes.rules.outcomes import ItemOutcome
from govapp.assembly.votes.rules.paper import FiguresDoNotFit, needed, paper_questions, verdicts
from govapp.assembly.votes.rules.preflight import (
    Finding,
    OfficeRoles,
    Readiness,
    checks_before_lock,
    checks_before_opening,
)
from govapp.assembly.votes.rules.record import RULES, SealedRules, with_sealed_rules
from govapp.assembly.votes.rules.verdict import ORDINARY
from govapp.ballots.rules import QuestionType
from govapp.ballots.rules.refusals import MethodNotCounted
from govapp.kernel.texts import Language, Texts
from govapp.statutes.rules.majorities import Quorum, Threshold, VoteBase, VoteRule
from govapp.statutes.rules.profile import LegalKind
from govapp.statutes.rules.profiles import MODEL_STATUTES
from tests.factories.verdicts import turnout

NOON = datetime(2026, 6, 16, 12, tzinfo=UTC)
REPORT = Document(Texts.same("Report"), "a" * 64, "report.pdf")
REVIEW = Item(1, 1, ItemKind.INFORMATION, Texts.same("Review"))
NOTED = Item(2, 2, ItemKind.ACKNOWLEDGEMENT, Texts.same("Reserves"))
ACCOUNTS = Item(3, 3, ItemKind.DECISION, Texts.same("Accounts"), method=VotingMethod.DECISION, documents=(REPORT,))
NAMES = (Choice(Texts.same("Ada"), Texts(fr="Note")), Choice(Texts.same("Bo")), Choice(Texts.same("Cy")))
BOARD = Item(
    4, 4, ItemKind.ELECTION, Texts(fr="Conseil", nl="Raad"), method=VotingMethod.MOTIONS, seats=2, choices=NAMES
)
SEATS = replace(BOARD, item_id=5, number=5, method=VotingMethod.APPROVAL)
PLAN = Item(6, 6, ItemKind.STRATEGY, Texts.same("Plan"), method=VotingMethod.APPROVAL, maximum=2, choices=NAMES)
ALL = (REVIEW, NOTED, ACCOUNTS, BOARD, SEATS, PLAN)
READY = Readiness(
    roll_size=36_000,
    roll_digest="b" * 64,
    without_email=0,
    keys_in=2,
    keys_needed=2,
    fingerprint="f" * 43,
    opens_at=NOON,
    closes_at=NOON + timedelta(days=14),
)


def test_only_voted_items_stand_on_the_paper_and_each_candidate_of_a_motions_election_alone() -> None:
    questions = paper_questions(ALL)
    assert [(question.item, question.kind) for question in questions] == [
        (3, QuestionType.DECISION),
        (4, QuestionType.MOTION),
        (4, QuestionType.MOTION),
        (4, QuestionType.MOTION),
        (5, QuestionType.APPROVAL),
        (6, QuestionType.APPROVAL),
    ]
    for question in questions:
        question.require_lawful()
    assert questions[0].documents[0].sha256 == "a" * 64


def test_the_title_of_a_motion_on_a_candidate_names_item_and_candidate_as_each_language_writes_a_colon() -> None:
    title = paper_questions((BOARD,))[0].title
    assert title.fr == "Conseil\N{NO-BREAK SPACE}: Ada"
    assert title.nl == "Raad: Ada"
    assert paper_questions((BOARD,))[0].text == Texts(fr="Note")


def test_a_motion_has_no_title_in_a_language_in_which_neither_item_nor_candidate_has_one() -> None:
    (question,) = paper_questions((replace(BOARD, choices=(Choice(Texts(fr="Ada")),)),))
    assert [each.value for each in question.title.missing()] == ["en", "de"]
    assert question.title.nl == "Raad: Ada"


def test_an_approval_holds_no_more_names_than_seats_and_offers_a_blank() -> None:
    seats, plan = paper_questions((SEATS, PLAN))
    assert (seats.minimum, seats.maximum, seats.blank, seats.seats) == (0, 2, True, 2)
    assert (plan.minimum, plan.maximum, plan.blank, plan.seats) == (0, 2, True, 0)


def test_the_figures_of_the_paper_come_back_to_their_items() -> None:
    result = ((5, 3, 2), (6, 2, 2), (2, 6, 2), (7, 1, 2), (1, 8, 3, 6), (0, 1, 2, 3))
    found = {verdict.number: verdict for verdict in verdicts(ALL, result, turnout(10))}
    assert sorted(found) == [2, 3, 4, 5, 6]
    assert found[2].outcome is ItemOutcome.NOTED
    assert found[3].outcome is ItemOutcome.ADOPTED
    assert found[4].elected == (2, 0)
    assert found[5].elected == (0, 2)
    assert found[5].blank == 1
    assert found[6].order == (2, 1, 0)


@pytest.mark.parametrize(
    ("item", "result"),
    [
        (ACCOUNTS, ((5, 3),)),
        (ACCOUNTS, ((5, 3, 1),)),
        (ACCOUNTS, ()),
        (ACCOUNTS, ((5, 3, 2), (5, 3, 2))),
        (SEATS, ((1, 2, 3),)),
    ],
)
def test_figures_of_another_paper_are_never_taken_for_ours(item: Item, result: tuple[tuple[int, ...], ...]) -> None:
    with pytest.raises(FiguresDoNotFit):
        verdicts((item,), result, turnout(10))


@pytest.mark.parametrize(
    ("item", "words"),
    [
        (REVIEW, ""),
        (ACCOUNTS, "More votes for than against"),
        (BOARD, "If more candidates than seats"),
        (SEATS, "The 2 candidates with the most votes"),
        (replace(SEATS, seats=1), "There is one seat"),
        (PLAN, "in the order of their votes"),
        (replace(PLAN, threshold=Fraction(1, 2)), "more than 1/2 of the ballots"),
        (replace(PLAN, threshold=Fraction(2, 3)), "at least 2/3 of the ballots"),
    ],
)
def test_what_an_item_needs_is_said_in_plain_words_in_every_language(item: Item, words: str) -> None:
    said = needed(item)
    assert words in str(said.in_language(Language.EN))
    assert bool(said.missing()) is not bool(words)


def test_the_sealed_rules_name_majority_seats_and_threshold() -> None:
    record = RULES.encode(SealedRules("a" * 64, (*ALL[:-1], replace(PLAN, threshold=Fraction(1, 2)))), 2)
    assert (record["v"], record["profile"]) == (2, "a" * 64)
    assert [rule["item"] for rule in record["items"]] == [3, 4, 5, 6]
    assert record["items"][1]["seats"] == 2
    assert record["items"][3]["needed"] == {"share": "1/2", "strict": True, "base": "ballots not blank"}


CHANGE = replace(
    ACCOUNTS, legal_kind=LegalKind.STATUTES, statutes_rule=MODEL_STATUTES.rule_of(LegalKind.STATUTES), stricter=None
)


def test_a_change_of_statutes_says_its_majority_and_quorum_in_four_languages() -> None:
    said = needed(CHANGE)
    assert not said.missing()
    assert "At least three quarters (3/4) of the votes" in said.en
    assert "drie vierde (3/4)" in said.nl
    assert "trois quarts (3/4)" in said.fr
    assert "drei Viertel (3/4)" in said.de
    assert "issued shares" in said.en


def test_the_sealed_rules_decide_whatever_the_statutes_say_later() -> None:
    record = RULES.encode(SealedRules("a" * 64, (CHANGE,)), 2)
    later = replace(CHANGE, statutes_rule=VoteRule(VoteBase.HEADS, Threshold.of(Fraction(1, 2))))
    (sealed,) = with_sealed_rules((later,), record)
    assert sealed.rule == CHANGE.rule


def test_an_item_that_asks_more_than_the_statutes_is_sealed_with_its_reason() -> None:
    two_thirds = VoteRule(VoteBase.HEADS, Threshold.of(Fraction(2, 3)))
    more = replace(ACCOUNTS, stricter=two_thirds, stricter_reason="The board asked for it")
    (rule,) = RULES.encode(SealedRules("a" * 64, (more,)), 2)["items"]
    assert rule["stricter_because"] == "The board asked for it"
    assert with_sealed_rules((ACCOUNTS,), {"v": 2, "items": [rule]})[0].rule == more.rule


def test_a_sealed_way_of_voting_that_this_program_cannot_count_is_refused_by_name() -> None:
    record = RULES.encode(SealedRules("a" * 64, (ACCOUNTS,)), 2)
    record["items"][0]["method"] = "ranking"
    with pytest.raises(MethodNotCounted) as refused:
        with_sealed_rules((ACCOUNTS,), record)
    assert refused.value.params == {"item": 3, "method": "ranking"}


def test_the_record_of_the_first_stage_says_beside_every_decision_what_decided_it() -> None:
    record = RULES.encode(SealedRules("", (ACCOUNTS, SEATS)), 0)
    assert record["items"][0]["needed"] == {"share": "1/2", "strict": True, "base": "for + against"}
    assert "needed" not in record["items"][1]


def test_a_vote_of_the_first_stage_is_decided_by_more_for_than_against() -> None:
    record = RULES.encode(SealedRules("", (CHANGE,)), 0)
    assert record["majority"] == "for > against"
    (sealed,) = with_sealed_rules((CHANGE,), record)
    (verdict,) = verdicts((sealed,), ((5, 3, 0),), turnout(8))
    assert verdict.outcome is ItemOutcome.ADOPTED


def test_a_change_of_statutes_at_62_percent_is_rejected_and_without_quorum_not_decided() -> None:
    (verdict,) = verdicts((CHANGE,), ((5, 3, 0),), turnout(8))
    assert verdict.outcome is ItemOutcome.REJECTED
    (verdict,) = verdicts((CHANGE,), ((8, 0, 0),), turnout(8, voting_shares=39_999))
    assert verdict.outcome is ItemOutcome.NO_QUORUM
    (verdict,) = verdicts((CHANGE,), ((6, 2, 0),), turnout(8, voting_shares=8, second=True))
    assert verdict.outcome is ItemOutcome.ADOPTED


def test_without_quorum_nobody_is_elected_and_no_option_ranked() -> None:
    rule = replace(ORDINARY, quorum=Quorum(VoteBase.HEADS, Fraction(1, 2)))
    items = tuple(replace(each, statutes_rule=rule) for each in (BOARD, SEATS, PLAN))
    result = ((6, 2, 2), (2, 6, 2), (7, 1, 2), (1, 8, 3, 6), (0, 1, 2, 3))
    found = verdicts(items, result, turnout(10))
    assert [verdict.outcome for verdict in found] == [ItemOutcome.NO_QUORUM] * 3
    assert all(not verdict.elected for verdict in found)
    for item, words in ((SEATS, "The 2 candidates"), (BOARD, "If more candidates")):
        said = needed(replace(item, statutes_rule=rule))
        assert words in said.en
        assert "At least half (1/2) of the shareholders" in said.en


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (MODEL_STATUTES.rule_of(LegalKind.STATUTES), None),
        (VoteRule(VoteBase.SHARES, Threshold.of(Fraction(1, 2))), "votes per share"),
        (VoteRule(VoteBase.CATEGORY, Threshold.of(Fraction(1, 2))), "inside categories"),
    ],
)
def test_a_rule_that_a_vote_by_head_cannot_count_keeps_the_agenda_open(rule: VoteRule, words: str | None) -> None:
    said = [problem.sentence for problem in item_problems(replace(ACCOUNTS, statutes_rule=rule))]
    assert any(words in each for each in said) if words else said == []


def test_an_item_that_asks_less_than_todays_statutes_keeps_the_agenda_open() -> None:
    (problem,) = item_problems(replace(CHANGE, stricter=ORDINARY, stricter_reason="older statutes"))
    assert "asks less than the statutes" in problem.sentence


def test_a_draft_is_checked_before_it_is_locked() -> None:
    good = checks_before_lock((ACCOUNTS,), date(2026, 5, 15), date(2026, 6, 1), OfficeRoles(2))
    assert not any(check.blocks for check in good)
    early = checks_before_lock((ACCOUNTS,), date(2026, 6, 15), date(2026, 6, 1), OfficeRoles(2))
    assert [check.finding for check in early if check.blocks] == [Finding.WAIT]
    empty = checks_before_lock((), date(2026, 5, 15), date(2026, 6, 1), OfficeRoles(2))
    assert [check.finding for check in empty if check.blocks] == [Finding.NO]
    flagged = checks_before_lock((BOARD,), date(2026, 5, 15), date(2026, 6, 1), OfficeRoles(2))
    assert [check.params.get("languages") for check in flagged if check.finding is Finding.WARN] == ["NL, EN, DE", None]
    alone = checks_before_lock((ACCOUNTS,), date(2026, 5, 15), date(2026, 6, 1), OfficeRoles(1))
    assert [check.message for check in alone if check not in good] == ["There is one administrator."]
    both = checks_before_lock((ACCOUNTS,), date(2026, 5, 15), date(2026, 6, 1), OfficeRoles(2, ("Karel",)))
    assert [check.params for check in both if check not in good] == [{"name": "Karel"}]
    assert not any(check.blocks for check in alone)


def test_opening_waits_for_keys_and_for_the_hour_but_not_for_addresses() -> None:
    assert not any(check.blocks for check in checks_before_opening((ACCOUNTS,), READY, NOON))
    for changed, now in (
        (replace(READY, keys_in=1), NOON),
        (READY, NOON - timedelta(seconds=1)),
        (READY, NOON + timedelta(days=14)),
    ):
        assert any(check.blocks for check in checks_before_opening((ACCOUNTS,), changed, now))
    by_post = checks_before_opening((ACCOUNTS,), replace(READY, without_email=12), NOON)
    assert [check.params["count"] for check in by_post if check.finding is Finding.WARN] == [12]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Rapport été 2025.pdf", "Rapport-ete-2025.pdf"),
        (r"C:\users\x\..\a.pdf", "a.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ('a"b\r\n.pdf', "a-b--.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_file_name_is_made_safe(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def test_a_vote_waits_for_whoever_has_not_tested_the_key() -> None:
    waiting = checks_before_opening(ALL, replace(READY, untested=("Ann", "Bo")), NOON)
    (found,) = [each for each in waiting if "names" in each.params]
    assert found.blocks
    assert found.params["names"] == "Ann, Bo"


@pytest.mark.parametrize(("needed", "warned"), [(2, True), (1, False)])
def test_keys_of_which_all_are_needed_are_warned_of(needed: int, *, warned: bool) -> None:
    found = [each.message for each in checks_before_opening(ALL, replace(READY, keys_to_count=needed), NOON)]
    assert any("none may be lost" in message for message in found) is warned
