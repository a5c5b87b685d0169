"""Whatever the size of the batches and whenever a worker dies, everybody who is to be written to is, exactly once."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govapp.assembly.convocation.rules.occasions import Occasion, is_written_to
from govapp.outbox.rules import MailingState, Pace, after_batch

NEVER = 10_000


@dataclass(frozen=True)
class Person:
    """Somebody on the roll, and at which step he or she votes."""

    has_email: bool
    votes_at: int


@dataclass(frozen=True)
class Step:
    """What a worker does: a batch for so many people, and whether it dies before the end of its transaction."""

    limit: int
    dies: bool


@dataclass
class Store:
    """What the database holds: it takes a batch as a whole or not at all."""

    pace: Pace = field(default_factory=Pace)
    letters: list[int] = field(default_factory=list)


def run(occasion: Occasion, people: list[Person], steps: list[Step]) -> Store:
    """Let workers take these steps, and then one after the other three people at a time until all is written."""
    store = Store()
    for number, step in enumerate([*steps, *([Step(3, dies=False)] * (len(people) + 1))]):
        if store.pace.state is not MailingState.WRITING:
            break
        places = [place for place in range(1, len(people) + 1) if place > store.pace.cursor][: step.limit]
        written = [
            place
            for place in places
            if is_written_to(
                occasion,
                has_email=people[place - 1].has_email,
                has_voted=people[place - 1].votes_at <= number,
            )
        ]
        pace = after_batch(store.pace, places, len(written), step.limit)
        if not step.dies:
            store = Store(pace, [*store.letters, *written])
    return store


people_on_the_roll = st.lists(st.builds(Person, st.booleans(), st.sampled_from([0, 1, 3, 6, NEVER])), max_size=20)
workers = st.lists(st.builds(Step, st.integers(1, 7), st.booleans()), max_size=15)


@given(st.sampled_from([Occasion.INVITATION, Occasion.RESULT]), people_on_the_roll, workers)
def test_everybody_with_an_address_gets_one_letter(occasion: Occasion, people: list[Person], steps: list[Step]) -> None:
    store = run(occasion, people, steps)
    assert store.pace.state is MailingState.WRITTEN
    assert store.letters == [place for place, person in enumerate(people, start=1) if person.has_email]
    assert store.pace.written == len(store.letters)


@given(people_on_the_roll, workers)
def test_a_reminder_goes_once_to_who_never_votes_and_never_to_who_voted_before_it_began(
    people: list[Person], steps: list[Step]
) -> None:
    store = run(Occasion.REMINDER, people, steps)
    assert store.pace.state is MailingState.WRITTEN
    assert len(store.letters) == len({*store.letters}) == store.pace.written
    asked = {place for place, person in enumerate(people, start=1) if person.has_email and person.votes_at > 0}
    assert {*store.letters} <= asked, "the number known when it was asked for is the most there can be"
    assert {place for place in asked if people[place - 1].votes_at == NEVER} <= {*store.letters}


@given(st.integers(0, 50), st.lists(st.integers(1, 60), min_size=1, max_size=8))
def test_a_batch_that_does_not_go_on_where_the_last_one_ended_is_refused(cursor: int, places: list[int]) -> None:
    pace = Pace(cursor=cursor)
    goes_on = places == sorted({*places}) and places[0] > cursor
    if goes_on:
        assert after_batch(pace, places, 0, len(places)).cursor == places[-1]
    else:
        with pytest.raises(ValueError, match="where the last one ended"):
            after_batch(pace, places, 0, len(places))


@pytest.mark.parametrize("letters", [-1, 3])
def test_a_batch_writes_at_most_one_letter_for_each_place(letters: int) -> None:
    with pytest.raises(ValueError, match="at most one letter"):
        after_batch(Pace(), [1, 2], letters, 5)


@pytest.mark.parametrize("state", [MailingState.WRITTEN, MailingState.STOPPED])
def test_a_mailing_that_is_over_stays_over(state: MailingState) -> None:
    with pytest.raises(ValueError, match="nothing more is written"):
        after_batch(Pace(state), [1], 1, 5)
