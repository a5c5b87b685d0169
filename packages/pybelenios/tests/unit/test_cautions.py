"""What the verifier says in its last lines about an archive that is right, and words that are in another's place."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from packages.pybelenios.tests.alterations import VECTORS
from packages.pybelenios.tests.ballotbox import MOTION, BallotBox
from packages.pybelenios.tests.keyceremony import finished
from pybelenios.cli.verify import INVALID, VALID, main
from pybelenios.election import Question
from pybelenios.jsontext import in_groups
from pybelenios.trustees import TrusteePair, make_trustee_key
from pybelenios.verifier.cautions import DECISION_WORDS, SERVER_NAME, find_cautions
from pybelenios.verifier.checks import verify
from pybelenios.verifier.evidence import PriorEvidence
from pybelenios.verifier.report import Report

STAGE_1 = VECTORS.parent / "stage-1" / "one-key" / "counted.bel"
ENGLISH = DECISION_WORDS["en"]


def key(name: str | None) -> TrusteePair:
    pair = make_trustee_key()
    return replace(pair, public=replace(pair.public, name=name))


def box(
    *,
    words: Mapping[str, Sequence[str]] | None = None,
    question: Question | None = None,
    names: Sequence[str | None] = ("Nadia", "Bart"),
    **assembly: object,
) -> BallotBox:
    """Return a ballot box whose one question is shown in `words`, of each language three."""
    told = words or DECISION_WORDS
    labels = [{language: each[place] for language, each in told.items()} for place in range(3)]
    shown = {"title": {"en": "Accounts"}, "answers": [{"label": label} for label in labels]}
    asked = question or Question("Accounts", tuple(told.get("en") or next(iter(told.values()))), 1, 1)
    pairs = [key(name) for name in names]
    return BallotBox((asked,), pairs=pairs, assembly={"questions": [shown], "minimum_ballots": 5} | assembly)


def report(found: BallotBox) -> Report:
    return verify(found.archive())


def test_a_paper_of_several_people_with_the_known_words_has_nothing_to_look_at() -> None:
    assert report(box()).cautions == ()
    assert report(box()).valid


def test_each_caution_has_a_code_and_the_values_of_its_sentence() -> None:
    words = {"en": ("Yes", "No", "Neither")}
    found = box(words=words, names=[SERVER_NAME], minimum_ballots=2)
    cautions = [*find_cautions(found.election, found.trustees)]
    assert [caution.code for caution in cautions] == ["server_alone", "few_ballots", "other_words"]
    assert cautions[1].values == {"minimum": 2, "few": 5}
    assert cautions[2].values == {"question": 1, "language": "en", "words": "Yes, No, Neither"}
    assert tuple(each.sentence for each in cautions) == report(found).cautions


@pytest.mark.parametrize("language", DECISION_WORDS)
@pytest.mark.parametrize("order", [(1, 0, 2), (0, 2, 1), (2, 1, 0), (1, 2, 0), (0, 0, 2), (1, 1, 2)])
def test_for_and_against_exchanged_in_one_language_are_refused(language: str, order: tuple[int, int, int]) -> None:
    turned = tuple(DECISION_WORDS[language][place] for place in order)
    words = {"zz": ("A", "B", "C"), **DECISION_WORDS, language: turned}
    found = report(box(words=words, question=Question("Accounts", words["zz" if language == "en" else "en"], 1, 1)))
    # The plain words are English: where those are exchanged, no language says the same as they.
    assert [fault.reason for fault in found.faults] == ["words of a decision"]
    assert ", ".join(turned) in found.faults[0].sentence and f"({language})" in found.faults[0].sentence
    assert found.cautions == (), "of what is refused nothing else is said"


def test_capitals_and_spaces_around_make_no_other_word() -> None:
    louder = tuple(f" {word.upper()} " for word in DECISION_WORDS["nl"])
    assert report(box(words={**DECISION_WORDS, "nl": louder})).cautions == ()
    turned = (louder[1], louder[0], louder[2])
    assert not report(box(words={**DECISION_WORDS, "nl": turned})).valid


def test_other_words_are_shown_to_be_compared() -> None:
    words = {**DECISION_WORDS, "fr": ("Oui", "Non", "Je m\u2019abstiens")}
    (caution,) = report(box(words=words)).cautions
    assert "(fr)" in caution and "Oui, Non" in caution
    assert report(box(words={"en": ENGLISH})).cautions == (), "a language that the paper does not have"


@pytest.mark.parametrize(
    "other", [Question("Accounts", ENGLISH, 0, 1), Question("Accounts", ENGLISH, 1, 1, blank=True)]
)
def test_what_is_no_decision_may_have_any_words(other: Question) -> None:
    words = {"en": ENGLISH, "fr": ("Lille", "Mons", "Namur")}
    assert report(box(words=words, question=other)).cautions == ()


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ((SERVER_NAME,), ["The only key is the server's"]),
        (("Nadia",), ["There is one key alone"]),
        ((None,), ["There is one key alone"]),
        (("Nadia", SERVER_NAME), ["One of the keys is the server's"]),
        ((None, None), []),
    ],
)
def test_who_could_open_single_ballots_is_said(names: Sequence[str | None], said: list[str]) -> None:
    cautions = report(box(names=names)).cautions
    assert [caution[: len(start)] for caution, start in zip(cautions, said, strict=True)] == said


@pytest.mark.parametrize(
    ("threshold", "size", "said"),
    [
        (1, 1, "There is one key alone"),
        (2, 3, "Any 2 of the 3 holders of a key are enough"),
        (3, 5, "Any 3 of the 5 holders of a key are enough"),
        (2, 2, "All 2 keys of the group are needed"),
        (3, 3, "All 3 keys of the group are needed"),
    ],
)
def test_how_many_keys_of_a_group_open_is_said(threshold: int, size: int, said: str) -> None:
    found = report(BallotBox((MOTION,), members=(finished(threshold, size).form(),), assembly={}))
    assert found.valid
    assert [caution[: len(said)] for caution in found.cautions] == [said]


def test_the_key_of_the_server_is_said_beside_those_of_a_group() -> None:
    members = (finished(2, 3).form(), key(SERVER_NAME).public)
    server, group = report(BallotBox((MOTION,), members=members, assembly={})).cautions
    assert server == "One of the keys is the server's."
    assert group.startswith("Any 2 of the 3")


def test_a_group_of_several_of_whom_one_is_enough_is_refused() -> None:
    found = report(BallotBox((MOTION,), members=(finished(1, 3).form(),), assembly={}))
    assert [fault.reason for fault in found.faults] == ["duplicate trustee key"]


@pytest.mark.parametrize(("minimum", "count"), [(1, 1), (4, 1), (5, 0), (50, 0), ("1", 0)])
def test_a_low_least_number_of_ballots_is_said(minimum: object, count: int) -> None:
    assert len(report(box(minimum_ballots=minimum)).cautions) == count


def test_elections_of_other_programs_and_papers_without_texts_have_nothing_to_look_at() -> None:
    assert report(BallotBox()).cautions == ()
    assert report(BallotBox((MOTION,), pairs=[key("Nadia"), key("Bart")], assembly={})).cautions == ()


def test_the_last_lines_say_what_to_look_at_which_vote_it_is_and_the_whole_last_link(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main([str(STAGE_1)]) == VALID
    verdict, caution, vote, link = capsys.readouterr().out.splitlines()[-4:]
    found = verify(STAGE_1.read_bytes()).subject
    assert found is not None
    assert (verdict, caution.partition(": ")[0]) == ("VALID", "Look at this")
    assert found.name in vote and found.uuid in vote
    assert link.endswith(in_groups(found.head))


@pytest.mark.parametrize("language", ["nl", "fr", "en", "de", "uuid"])
def test_the_archive_of_another_vote_is_refused_by_name(
    language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = {
        "nl": "Algemene  vergadering 2026",
        "fr": "Assemblée générale 2026",
        "en": "General assembly 2026",
        "de": "Generalversammlung 2026",
        "uuid": STAGE_1_UUID,
    }
    assert main([str(STAGE_1), "--vote", names[language]]) == VALID
    assert main([str(STAGE_1), "--vote", names[language][:-1] + "7"]) == INVALID
    assert "archive of another vote" in capsys.readouterr().out


def test_a_name_is_compared_where_the_record_has_no_translations() -> None:
    assert verify(BallotBox().archive(), evidence=PriorEvidence(vote="Box")).valid
    assert not verify(BallotBox().archive(), evidence=PriorEvidence(vote="Fox")).valid


_SUBJECT = verify(STAGE_1.read_bytes()).subject
assert _SUBJECT is not None
STAGE_1_UUID = _SUBJECT.uuid
