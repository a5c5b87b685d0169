"""Ballots of the demonstration: really encrypted, checked and cast, without the way over HTTP."""

from collections.abc import Sequence
from datetime import datetime

from govapp.ballots import service as ballots
from govapp.ballots.crypto.ballot import make_ballot
from govapp.ballots.crypto.election import Question
from govapp.ballots.queries import paper
from govapp.db.engine import Database
from govapp.kernel.actors import SYSTEM, Actor, ActorKind
from govapp.kernel.texts import Language
from govapp.rehearsal.votes import Answers, encode
from govapp.shares.queries import RollEntryRow


def cast_for(database: Database, uuid: str, entry: RollEntryRow, answers: Answers, moment: datetime) -> None:
    """Cast the ballot of one person on the roll at `moment` (UTC)."""
    who = Actor(ActorKind.SHAREHOLDER, entry.holder_id, entry.name, language=Language(entry.language))
    with database.read_only(SYSTEM, moment) as work:
        code = ballots.voter(work.session, paper(work.session, uuid), who).code
        box = ballots.ballot_box(work.session, uuid)
    choices = [
        encode(answer, len(question.answers), blank=question.blank)
        for question, answer in zip(box.election.questions, answers, strict=True)
        if isinstance(question, Question)
    ]
    checked = ballots.check(box, make_ballot(box.election, code, choices))
    with database.unit_of_work(who, moment) as work:
        ballots.cast(work, checked)


def spread(entries: Sequence[RollEntryRow], count: int) -> list[RollEntryRow]:
    """Return `count` people evenly out of a roll, none of them the first."""
    step = len(entries) / (count + 1)
    return [entries[int(step * (place + 1))] for place in range(count)]
