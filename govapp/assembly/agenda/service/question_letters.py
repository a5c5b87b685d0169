"""The letter about an answer: each asker gets it in the language in which he or she asked."""

from collections.abc import Collection

from govapp.assembly.agenda.rules.questions import AnswerKind, AskedQuestion
from govapp.assembly.letters import AssemblyLetter
from govapp.assembly.meeting.models import Assembly
from govapp.assembly.meeting.service import reference
from govapp.db.uow import Work
from govapp.kernel.texts import Texts
from govapp.outbox.facts import FactValue
from govapp.outbox.service import Message, enqueue_many
from govapp.shares.ledger.models import Holding
from govapp.shares.rolls.queries import find_roll_entry, with_addresses_of_today


def tell_askers(
    work: Work,
    assembly: Assembly,
    questions: Collection[AskedQuestion],
    answer: tuple[AnswerKind, Texts],
    rolls: Collection[int],
) -> None:
    """Tell those who asked what was answered; who has no address reads it on the page of the assembly."""
    enqueue_many(
        work,
        [
            Message(
                AssemblyLetter.QUESTION_ANSWERED,
                address,
                question.asker,
                question.language,
                reference(assembly.id),
                _facts(assembly, question, *answer),
            )
            for question in questions
            if (address := _address(work, question.asker_id, rolls))
        ],
    )


def _facts(assembly: Assembly, question: AskedQuestion, kind: AnswerKind, text: Texts) -> dict[str, FactValue]:
    said = text.in_language(question.language).text
    return {
        "title": Texts.from_dict(assembly.title).in_language(question.language).text,
        "asked": tuple(question.text.split("\n\n")),
        "kind": kind.value,
        "answer": tuple(said.split("\n\n")) if said else (),
        "path": f"/assemblies/{assembly.id}/questions",
    }


def _address(work: Work, asker_id: int, rolls: Collection[int]) -> str:
    """Return the address of today; of somebody on a list not one that waits for a second person."""
    for roll_id in rolls:
        entry = find_roll_entry(work.session, roll_id, asker_id)
        if entry is not None:
            (today,) = with_addresses_of_today(work.session, [entry])
            return today.email or ""
    return work.session.get_one(Holding, asker_id).email or ""
