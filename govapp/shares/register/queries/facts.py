"""Comparing the facts about people with their chain, and the chain with everything that speaks of it."""

from collections.abc import Iterator, Mapping
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from govapp.audit.models import JournalEntryRecord
from govapp.kernel.errors import N_, Param, Sentence
from govapp.shares.ledger.rules.chain import LedgerFault
from govapp.shares.people.models import Party
from govapp.shares.people.queries.chain import FACT_TABLES, list_fact_links, list_facts
from govapp.shares.people.queries.evidence import CLAIM_TAGS
from govapp.shares.people.rules.chain import (
    FIRST_LINK,
    FactClaim,
    FactFault,
    FactFlaw,
    FactType,
    faults_in_links,
    faults_of_claims,
    faults_of_facts,
)
from govapp.shares.rolls.models import Roll
from govapp.shares.tags import SharesTag

# What a fact of each type is called.
TYPE_WORDS: Final = {
    FactType.PERSON: N_("entry as a person"),
    FactType.NAME: N_("name"),
    FactType.ADDRESS: N_("address"),
    FactType.LANGUAGE: N_("language"),
    FactType.CATEGORY: N_("category"),
    FactType.EMAIL: N_("e-mail address"),
    FactType.REPRESENTATIVE: N_("representative"),
    FactType.CONFIRMATION: N_("confirmation of a change"),
}
FLAW_SENTENCES: Final = {
    FactFlaw.CHANGED: N_("Shareholder %(who)s, %(fact)s (row %(id)s): this is not what was recorded."),
    FactFlaw.MISSING: N_("Shareholder %(who)s, %(fact)s (row %(id)s): it was recorded and is no longer there."),
    FactFlaw.UNKNOWN: N_("Shareholder %(who)s, %(fact)s (row %(id)s): this program never recorded it."),
    FactFlaw.GAP: N_("Facts about people: link %(id)s of their chain is missing."),
    FactFlaw.BROKEN: N_("Facts about people: link %(id)s of their chain does not follow the one before."),
    FactFlaw.CONTENT: N_("Facts about people: link %(id)s of their chain is not what was written."),
    FactFlaw.VERSION: N_("Facts about people: this program does not know the version of link %(id)s of their chain."),
    FactFlaw.HEAD: N_("Line %(id)s of the journal names a link of the facts about people that is not there."),
    FactFlaw.NOT_IN_JOURNAL: N_("Facts about people: no line of the journal speaks of link %(id)s of their chain."),
    FactFlaw.ROLL: N_("Voting list %(id)s: the facts about people do not end where it says that they did."),
}
_SUBJECTS: Final = {
    FactFlaw.HEAD: "journal line",
    FactFlaw.ROLL: "roll",
}
NO_SHAREHOLDER: Final = N_("without a number")


def list_fact_faults(session: Session) -> Iterator[LedgerFault]:
    """Yield what does not fit between the facts about people, their chain, the journal and the voting lists."""
    rows = (fact for fact_type in FACT_TABLES for fact in list_facts(session, fact_type))
    links = list(list_fact_links(session))
    by_hash = {link.hash: link.sequence for link in links}
    for fault in (
        *faults_in_links(links),
        *faults_of_facts(links, rows),
        *faults_of_claims(max(by_hash.values(), default=0), by_hash, _claims(session)),
        *_faults_of_rolls(session, {FIRST_LINK: 0, **by_hash}),
    ):
        yield _described(session, fault)


def _faults_of_rolls(session: Session, by_hash: Mapping[str, int]) -> Iterator[FactFault]:
    statement = select(Roll.id, Roll.fact_sequence, Roll.fact_head).where(Roll.fact_head != "").order_by(Roll.id)
    for roll_id, sequence, head in session.execute(statement):
        if by_hash.get(head) != sequence:
            yield FactFault(FactFlaw.ROLL, roll_id)


def _claims(session: Session) -> Iterator[FactClaim]:
    line, wanted = JournalEntryRecord, [tag.value for tag in CLAIM_TAGS]
    statement = select(line.sequence, line.tag, line.facts).where(line.tag.in_(wanted), line.result == "done")
    for row in session.execute(statement.order_by(line.sequence)):
        # A line of before, and one of shares whose holder had a category already, says nothing of facts.
        if "fact_head" in row.facts:
            starts = row.tag == SharesTag.FACTS_CHAINED.value
            yield FactClaim(row.sequence, row.facts["fact_links"], row.facts["fact_head"], starts)


def _described(session: Session, fault: FactFault) -> LedgerFault:
    sentence, subject = FLAW_SENTENCES[fault.flaw], f"{_SUBJECTS.get(fault.flaw, 'fact link')} {fault.id}"
    said: dict[str, Param] = {"id": str(fault.id)}
    if fault.type is not None:
        number = session.scalar(select(Party.number).where(Party.id == fault.person_id))
        said["who"] = Sentence(NO_SHAREHOLDER) if number is None else str(number)
        said["fact"] = Sentence(TYPE_WORDS[fault.type])
        subject = f"person {fault.person_id}"
    return LedgerFault(subject, fault.flaw.value, sentence % said, sentence, said)
