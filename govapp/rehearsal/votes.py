"""Who votes what, so that the ballots add up to the outcome of a scenario exactly."""

import hashlib
import random
from dataclasses import dataclass

from govapp.rehearsal.percentages import deal_approvals
from govapp.rehearsal.values import Motion, Scenario

Answer = int | frozenset[int] | None
"""One answer: 0 for, 1 against, 2 abstain; or the indexes of the names ticked; or None for a blank."""

Answers = tuple[Answer, ...]
"""The answers of one ballot, one per question of the paper."""


@dataclass(frozen=True)
class PlannedVoter:
    """What one voter sends: `first` is what somebody who changes their mind had sent before, else None."""

    final: Answers
    first: Answers | None = None


def plan_votes(scenario: Scenario) -> tuple[PlannedVoter, ...]:
    """Return what each voter sends. The same scenario gives the same plan.

    Each question is shuffled on its own, so that the answers of one voter to two questions have nothing to do with
    each other, and voters who change their mind are spread over the whole.
    """
    seed = hashlib.sha256(repr((scenario.held_on, scenario.voters, scenario.items)).encode()).digest()
    shuffler = random.Random(seed)  # noqa: S311 - a plan that can be repeated, no secret
    questions = []
    for item in scenario.items:
        parts: list[list[Answer]] = [_motion_answers(motion) for motion in item.motions]
        if item.approval:
            own = item.approval
            parts.append(list(deal_approvals(own.votes, own.blank, own.maximum, scenario.voters)))
        for part in parts:
            shuffler.shuffle(part)
            questions.append(part)
    ballots = list(zip(*questions, strict=True))
    changing = set(shuffler.sample(range(scenario.voters), scenario.revotes))
    return tuple(
        PlannedVoter(ballot, tuple(_otherwise(answer) for answer in ballot) if index in changing else None)
        for index, ballot in enumerate(ballots)
    )


def encode(answer: Answer, size: int, *, blank: bool) -> tuple[int, ...]:
    """Return an answer as the ballot holds it: one 0 or 1 per possible answer, blank first where it is offered."""
    ticked = {answer} if isinstance(answer, int) else set(answer or ())
    marks = tuple(int(index in ticked) for index in range(size))
    return (int(answer is None), *marks) if blank else marks


def _motion_answers(motion: Motion) -> list[Answer]:
    return [answer for answer, count in enumerate(motion.counts) for _ in range(count)]


def _otherwise(answer: Answer) -> Answer:
    if isinstance(answer, int):
        return (answer + 1) % 3
    return frozenset() if answer is None else None
