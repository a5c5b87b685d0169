"""Ballots of the demonstration: really encrypted, checked and cast, without the way over HTTP."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from govapp.ballots import service as ballots
from govapp.ballots.queries import get_paper
from govapp.ballots.rules.counting import countable_questions
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM, Actor, ActorKind
from govapp.kernel.texts import Language
from govapp.rehearsal.votes import Answers, encode
from govapp.shares.rolls.queries import RollEntryRow
from pybelenios.ballot import make_ballot

SEALERS: Final = 2


@dataclass(frozen=True)
class Intent:
    """What one person on the roll votes, and when (UTC)."""

    entry: RollEntryRow
    answers: Answers
    moment: datetime

    @property
    def voter(self) -> Actor:
        """Return the person as the one who acts."""
        return Actor(
            ActorKind.SHAREHOLDER, self.entry.holder_id, self.entry.name, language=Language(self.entry.language)
        )


def cast_all(database: Database, uuid: str, intents: Sequence[Intent]) -> Iterator[Intent]:
    """Cast one ballot after the other and yield what was cast; sealing goes on beside."""
    with ThreadPoolExecutor(SEALERS) as threads:
        sealed = threads.map(lambda intent: _sealed(database, uuid, intent), intents)
        for intent, ballot in zip(intents, sealed, strict=True):
            ballots.receive_ballot(database, intent.voter, intent.moment, *ballot)
            yield intent


def _sealed(database: Database, uuid: str, intent: Intent) -> tuple[ballots.PaperRight, bytes]:
    with database.read_only(SYSTEM, intent.moment) as work:
        right = ballots.get_right(work.session, uuid, intent.voter, intent.moment)
        code = ballots.get_voter(work.session, get_paper(work.session, uuid), right).code
        box = ballots.get_ballot_box(work.session, uuid)
    choices = [
        encode(answer, len(question.answers), blank=question.blank)
        for question, answer in zip(countable_questions(box.election.questions), intent.answers, strict=True)
    ]
    return right, make_ballot(box.election, code, choices)


def spread(entries: Sequence[RollEntryRow], count: int) -> list[RollEntryRow]:
    """Return `count` people evenly out of a roll, none of them the first."""
    step = len(entries) / (count + 1)
    return [entries[int(step * (place + 1))] for place in range(count)]
