"""The rules of a ballot paper: what may be asked, the order of things, and the second at which voting ends."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from govapp.ballots.rules import (
    BALLOTS_AN_HOUR,
    MANY_BALLOTS,
    SERVER,
    Duty,
    PaperAnswer,
    PaperMoments,
    PaperQuestion,
    PaperState,
    PreparePaper,
    Step,
    Trustee,
    Window,
    duty,
    require_lawful,
    require_room,
    require_step,
    require_window,
)
from govapp.ballots.rules.hours import MAX_EXTENSION_DAYS
from govapp.ballots.rules.refusals import (
    AlreadyClosed,
    AlreadyCounted,
    AlreadyOpened,
    AlreadySealed,
    BallotRefused,
    ExtensionTooLong,
    ForeignBallot,
    KeysMissing,
    NoQuestions,
    NotClosedYet,
    NotOpenYet,
    NoTrustees,
    PaperCancelled,
    PaperEnded,
    ProofRefused,
    SignatureRefused,
    TooManyVotes,
    UnlawfulQuestion,
    VotingClosed,
    VotingNotOpen,
    WeakRandomness,
    WindowUpsideDown,
    ballot_refused,
)
from govapp.kernel.errors import Refusal
from govapp.kernel.texts import Texts
from pybelenios.ballot import SENTENCES
from tests.factories.ballots import RULES, decision, election, texts

NOON = OPENS = datetime(2026, 6, 2, 8, 0, tzinfo=UTC)
CLOSES = datetime(2026, 6, 16, 16, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MILLISECOND = timedelta(milliseconds=1)
OPEN = Window(PaperState.OPEN, OPENS, CLOSES)


def command(**changes: object) -> PreparePaper:
    lawful = PreparePaper(
        "assembly:1", 1, texts("Assembly"), (decision(), election()), OPENS, CLOSES, (Trustee(4, "An"),), RULES
    )
    return replace(lawful, **changes)  # type: ignore[arg-type]


def test_a_ballot_that_arrives_in_the_first_second_is_in_time() -> None:
    require_window(OPEN, OPENS)


def test_a_ballot_that_arrives_just_before_closing_is_in_time() -> None:
    require_window(OPEN, CLOSES - MILLISECOND)


def test_a_ballot_that_arrives_at_the_very_second_of_closing_is_late() -> None:
    with pytest.raises(VotingClosed) as refusal:
        require_window(OPEN, CLOSES)
    assert refusal.value.params == {"received_at": CLOSES, "closed_at": CLOSES}


def test_a_ballot_before_the_opening_hour_is_told_when_to_come_back() -> None:
    with pytest.raises(VotingNotOpen) as refusal:
        require_window(OPEN, OPENS - SECOND)
    assert refusal.value.params == {"opens_at": OPENS}


@pytest.mark.parametrize("state", [PaperState.GATHERING_KEYS, PaperState.READY])
def test_nothing_is_accepted_before_the_box_is_opened(state: PaperState) -> None:
    with pytest.raises(VotingNotOpen):
        require_window(replace(OPEN, state=state), OPENS + SECOND)


def test_a_box_that_was_closed_early_accepts_nothing_more_though_the_hour_has_not_come() -> None:
    closed = Window(PaperState.CLOSED, OPENS, CLOSES, OPENS + 60 * SECOND)
    with pytest.raises(VotingClosed) as refusal:
        require_window(closed, OPENS + 61 * SECOND)
    assert refusal.value.params["closed_at"] == OPENS + 60 * SECOND


def test_a_ballot_that_waited_in_our_own_rooms_while_the_chair_closed_is_not_told_that_it_came_before() -> None:
    closed = Window(PaperState.CLOSED, OPENS, CLOSES, OPENS + 60 * SECOND)
    with pytest.raises(VotingClosed) as refusal:
        require_window(closed, OPENS + 59 * SECOND)
    assert refusal.value.params["received_at"] == OPENS + 60 * SECOND


def test_one_code_cannot_fill_the_box_and_is_never_shut_out_for_good() -> None:
    now, hour = OPENS + 3600 * SECOND, 3600 * SECOND
    latest = [now - number * SECOND for number in range(BALLOTS_AN_HOUR)]
    require_room(BALLOTS_AN_HOUR - 1, latest[:-1], now)
    with pytest.raises(TooManyVotes) as refusal:
        require_room(BALLOTS_AN_HOUR, latest, now)
    again_at = latest[-1] + hour
    assert refusal.value.params == {"again_at": again_at}
    with pytest.raises(TooManyVotes):
        require_room(BALLOTS_AN_HOUR, latest, again_at - SECOND)
    require_room(BALLOTS_AN_HOUR, latest, again_at)
    with pytest.raises(TooManyVotes) as refusal:
        require_room(MANY_BALLOTS, latest, again_at)
    assert refusal.value.params == {"again_at": latest[0] + hour}
    require_room(MANY_BALLOTS, latest, latest[0] + hour)


@pytest.mark.parametrize(
    ("state", "step"),
    [
        (PaperState.GATHERING_KEYS, Step.SEAL),
        (PaperState.READY, Step.OPEN),
        (PaperState.OPEN, Step.CLOSE),
        (PaperState.CLOSED, Step.COUNT),
        (PaperState.GATHERING_KEYS, Step.CANCEL),
        (PaperState.READY, Step.CANCEL),
        (PaperState.OPEN, Step.CANCEL),
    ],
)
def test_a_paper_takes_its_course(state: PaperState, step: Step) -> None:
    require_step(state, step)


@pytest.mark.parametrize("step", list(Step))
def test_a_cancelled_paper_takes_no_step_any_more(step: Step) -> None:
    with pytest.raises(PaperCancelled):
        require_step(PaperState.CANCELLED, step)


def test_where_a_paper_stands_follows_from_what_happened() -> None:
    steps = [NOON + timedelta(hours=hour) for hour in range(4)]
    states = [PaperMoments(*steps[:count]).state for count in range(5)]
    assert states == [state for state in PaperState if state not in {PaperState.ENDED, PaperState.CANCELLED}]
    assert PaperMoments(cancelled_at=NOON).state is PaperState.CANCELLED
    assert PaperMoments(NOON, NOON, NOON, ended_at=NOON).state is PaperState.ENDED


@pytest.mark.parametrize(
    ("state", "step", "refusal"),
    [
        (PaperState.READY, Step.SEAL, AlreadySealed),
        (PaperState.GATHERING_KEYS, Step.OPEN, KeysMissing),
        (PaperState.OPEN, Step.OPEN, AlreadyOpened),
        (PaperState.READY, Step.CLOSE, NotOpenYet),
        (PaperState.CLOSED, Step.CLOSE, AlreadyClosed),
        (PaperState.COUNTED, Step.CLOSE, AlreadyClosed),
        (PaperState.OPEN, Step.COUNT, NotClosedYet),
        (PaperState.CLOSED, Step.CANCEL, AlreadyClosed),
        (PaperState.COUNTED, Step.CANCEL, AlreadyClosed),
        (PaperState.COUNTED, Step.COUNT, AlreadyCounted),
        (PaperState.ENDED, Step.COUNT, PaperEnded),
        (PaperState.ENDED, Step.CANCEL, AlreadyClosed),
    ],
)
def test_a_step_out_of_turn_is_refused_with_its_own_sentence(
    state: PaperState, step: Step, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        require_step(state, step)


@pytest.mark.parametrize(
    ("state", "has_key", "has_decrypted", "has_too_few", "asked"),
    [
        (PaperState.GATHERING_KEYS, False, False, False, Duty.MAKE_KEY),
        (PaperState.GATHERING_KEYS, True, False, False, Duty.WAIT),
        (PaperState.OPEN, True, False, False, Duty.WAIT),
        (PaperState.CLOSED, True, False, False, Duty.DECRYPT),
        (PaperState.CLOSED, True, True, False, Duty.DONE),
        (PaperState.CLOSED, True, False, True, Duty.DONE),
        (PaperState.COUNTED, True, True, False, Duty.DONE),
    ],
)
def test_a_key_holder_knows_what_to_do_now(
    state: PaperState, has_key: bool, has_decrypted: bool, has_too_few: bool, asked: Duty
) -> None:
    assert duty(state, has_key=has_key, has_decrypted=has_decrypted, has_too_few=has_too_few) is asked


def test_a_key_that_is_to_be_tested_waits_for_its_holder_until_voting_has_closed() -> None:
    asked = [
        duty(state, has_key=True, has_decrypted=False, has_too_few=False, awaits_test=True)
        for state in (PaperState.GATHERING_KEYS, PaperState.OPEN, PaperState.CLOSED)
    ]
    assert asked == [Duty.TEST_KEY, Duty.TEST_KEY, Duty.DECRYPT]


def test_a_lawful_paper_can_be_made() -> None:
    require_lawful(command())
    require_lawful(command(trustees=(SERVER,)))
    require_lawful(command(trustees=(SERVER, Trustee(4), Trustee(5))))


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"questions": ()}, NoQuestions),
        ({"name": Texts()}, NoQuestions),
        ({"trustees": ()}, NoTrustees),
        ({"trustees": (SERVER, SERVER)}, NoTrustees),
        ({"trustees": (Trustee(4), Trustee(4))}, NoTrustees),
        ({"opens_at": CLOSES}, WindowUpsideDown),
        ({"extension_days": MAX_EXTENSION_DAYS + 1}, ExtensionTooLong),
    ],
)
def test_a_paper_that_cannot_work_is_refused(changes: dict[str, object], refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        require_lawful(command(**changes))


@pytest.mark.parametrize(
    "question",
    [
        replace(decision(), answers=decision().answers[:2]),
        replace(decision(), maximum=2),
        replace(decision(), minimum=0),
        replace(decision(), blank=True),
        replace(decision(), title=Texts()),
        replace(election(), maximum=4),
        replace(election(), maximum=0),
        replace(election(), minimum=2, maximum=1),
        replace(election(), answers=()),
        replace(election(), answers=(*election().answers, PaperAnswer(Texts()))),
    ],
)
def test_a_question_nobody_could_answer_is_refused(question: PaperQuestion) -> None:
    with pytest.raises(UnlawfulQuestion) as refusal:
        require_lawful(command(questions=(question,)))
    assert refusal.value.params == {"item": question.item}


def test_a_question_comes_back_from_the_database_as_it_was() -> None:
    for question in (decision(), election()):
        assert PaperQuestion.from_row(question.to_row()) == question


@pytest.mark.parametrize("reason", sorted(SENTENCES))
def test_every_reason_of_the_ballot_library_has_a_sentence_for_the_voter(reason: str) -> None:
    refusal = ballot_refused(reason)
    assert refusal.reason == reason
    assert reason in refusal.help % refusal.params


def test_the_sentence_fits_the_reason() -> None:
    assert type(ballot_refused("other election")) is ForeignBallot
    assert type(ballot_refused("blank proof")) is ProofRefused
    assert type(ballot_refused("unknown credential")) is SignatureRefused
    assert type(ballot_refused("neutral randomness")) is WeakRandomness
    assert type(ballot_refused("not canonical")) is BallotRefused
