"""One value of each kind of record that is digested; it never changes, since the golden files are of this value."""

from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from govapp.accounts.rules import LinkPurpose
from govapp.accounts.tokens import SignedLink
from govapp.assembly.agenda.rules.items import Choice, Document, Item, ItemKind, Portrait, VotingMethod
from govapp.assembly.agenda.rules.order import ChoiceOrder
from govapp.assembly.convocation.rules.addressees import NoticeCapacity, NoticeLetter
from govapp.assembly.convocation.rules.evidence import EvidenceRow, NoticeEvidence
from govapp.assembly.convocation.rules.post import PrintedLetter
from govapp.assembly.minutes.rules.record import Minutes, MinutesLine, ProofKind, Section
from govapp.assembly.votes.rules.channels import ChannelResult
from govapp.assembly.votes.rules.paper import verdicts
from govapp.assembly.votes.rules.record import SealedMeeting, SealedRules
from govapp.assembly.votes.rules.result import AnnouncedResult, PaperSummary, RollSummary
from govapp.assembly.votes.rules.sealed_agenda import SealedAgenda
from govapp.assembly.votes.rules.states import Channel
from govapp.assembly.votes.rules.tellers import TellerCount
from govapp.assembly.votes.rules.turnout import Turnout
from govapp.audit.rules.anchor import Anchor, ChainHead
from govapp.audit.rules.entry import JournalEntry
from govapp.ballots.rules import PaperAnswer, PaperDocument, PaperPortrait, PaperQuestion, QuestionType
from govapp.ballots.rules.hours import window_rule
from govapp.ballots.rules.prepared import PreparedPaper
from govapp.ballots.rules.room_marks import RoomChannel
from govapp.ballots.rules.sealed_assembly import SealedAssembly
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import Language, Texts
from govapp.shares.ledger.rules.chain import ChainedTransaction
from govapp.shares.ledger.rules.kinds import MovementType
from govapp.shares.ledger.rules.movements import Movement, Transaction
from govapp.shares.people.rules.chain import Fact, FactLink, FactType
from govapp.shares.people.rules.kinds import Category
from govapp.shares.rolls.rules.roll import LateAddition, PublishedRoll, RollEntry
from govapp.statutes.rules.majorities import HALF, Quorum, Threshold, VoteBase, VoteRule
from govapp.statutes.rules.profile import LegalKind
from govapp.statutes.rules.profiles import MODEL_STATUTES

NAMES = (Choice(Texts.same("Ada")), Choice(Texts.same("Bo")), Choice(Texts.same("Cy")))
AGENDA = (
    Item(1, 1, ItemKind.INFORMATION, Texts.same("Review")),
    Item(2, 2, ItemKind.ACKNOWLEDGEMENT, Texts.same("Reserves")),
    Item(
        3,
        3,
        ItemKind.DECISION,
        Texts(nl="Jaarrekening", fr="Comptes annuels"),
        method=VotingMethod.DECISION,
        legal_kind=LegalKind.ACCOUNTS,
        statutes_rule=VoteRule(VoteBase.HEADS, Threshold.of(HALF), Quorum(VoteBase.SHARES, HALF)),
    ),
    Item(
        4, 4, ItemKind.ELECTION, Texts(nl="Raad", fr="Conseil"), method=VotingMethod.MOTIONS, seats=2, choices=NAMES[:2]
    ),
    Item(5, 5, ItemKind.ELECTION, Texts(nl="Raad", fr="Conseil"), method=VotingMethod.APPROVAL, seats=2, choices=NAMES),
    Item(
        6,
        6,
        ItemKind.STRATEGY,
        Texts.same("Plan"),
        method=VotingMethod.APPROVAL,
        maximum=2,
        choices=NAMES,
        threshold=Fraction(1, 2),
    ),
)

TURNOUT = Turnout(entitled=40, ballots=8, issued_shares=80, voting_shares=60)

SAMPLES: dict[str, Any] = {
    "roll": PublishedRoll(
        record_date=date(2026, 5, 15),
        frozen_at=datetime(2026, 5, 20, 9, 30, 15, 42, UTC),
        ledger_head="a0" * 32,
        entries=(
            RollEntry(1, 11, 4, "Peeters, Zoë", "Peeters, Zoë", Category.MEMBER, "nl", "zoe@mail.example"),
            RollEntry(2, 12, 9, "Zonen bv", "Claes, An", Category.PARTNER, "fr", ""),
        ),
        fact_head="5c" * 32,
        additions=(
            LateAddition(
                position=2,
                number=9,
                reason="The representative was named in time and recorded late",
                proposed_by="Karel Maes",
                confirmed_by="Sofie Claes",
                confirmed_at=datetime(2026, 5, 22, 8, 0, 1, 7, UTC),
                ledger_head="a1" * 32,
                fact_head="5d" * 32,
                previous="7e" * 32,
            ),
        ),
    ),
    "assembly": SealedAssembly(
        subject="assembly:3",
        roll="b1" * 32,
        voters=40,
        credentials="c2" * 32,
        rules="d3" * 32,
        booth={"booth.js": "e4" * 32},
        receipt_key="A" * 43 + "=",
        minimum_ballots=5,
        opens_at=datetime(2026, 6, 2, 8, tzinfo=UTC),
        closes_at=datetime(2026, 6, 16, 16, tzinfo=UTC),
        window=window_rule(datetime(2026, 6, 2, 8, tzinfo=UTC), datetime(2026, 6, 16, 16, tzinfo=UTC), 1),
        name=Texts(nl="Algemene vergadering", fr="Assemblée générale"),
        questions=(
            PaperQuestion(
                item=3,
                kind=QuestionType.APPROVAL,
                title=Texts(nl="Raad", fr="Conseil"),
                text=Texts.same("Two seats"),
                answers=(
                    PaperAnswer(
                        Texts.same("Ada"),
                        Texts.same("Namur"),
                        Texts(nl="Ik help waar het kan.", fr="J'aide où je peux."),
                        "https://ada.example/over-mij",
                        PaperPortrait("1c" * 32, Texts.same("Ada in her bakery")),
                    ),
                    PaperAnswer(Texts.same("Bo")),
                ),
                minimum=0,
                maximum=1,
                blank=True,
                seats=1,
                needed=Texts.same("The most votes"),
                documents=(PaperDocument(Texts.same("Letter"), "f5" * 32, "letter.pdf"),),
                question=Texts(nl="Wie komt in de raad?", fr="Conseil"),
                summary=Texts.same("One seat is free."),
                changes=Texts.same("The board has five members again."),
                advice=Texts.same("Both are able."),
                order="lot",
                lot_seed="0f" * 16,
            ),
        ),
    ),
    "personal link": SignedLink(
        "AbCdEfGhIjKlMnOpQrStUvWx",
        LinkPurpose.VOTE,
        SubjectRef("holder:12"),
        "Zoë Peeters",
        "zoe@mail.example",
        "/vote/3fGhu8kLmNpQrStUvWxYz2/",
    ),
    "postal letter": PrintedLetter(
        "assembly:3",
        Language.FR,
        ("Zoë Peeters", "Rue Haute 1", "1000 BRUXELLES"),
        "Zoë Peeters",
        {"title": "Convocation : Assemblée", "agenda": [{"number": "1", "text": "Comptes", "note": ""}]},
        "c0" * 32,
    ),
    "notice letter": NoticeLetter(
        "assembly:3",
        NoticeCapacity.AUDITOR,
        Language.FR,
        ("Réviseurs sc", "Rue Haute 1", "1000 BRUXELLES"),
        "Réviseurs sc",
        {"title": "Convocation : Assemblée", "agenda": [{"number": "1", "text": "Comptes", "note": ""}]},
    ),
    "notice evidence": NoticeEvidence(
        "assembly:3",
        (
            EvidenceRow(
                "shareholder",
                "1",
                "11",
                "Zoë Peeters",
                "Zoë Peeters",
                "fr",
                "post",
                "Zoë Peeters, Rue Haute 1, 1000 BRUXELLES",
                "posted",
                "2026-05-20T10:00:00+00:00",
                "2026-05-21",
                "R 123",
                digest="ab" * 32,
                earlier_mail_to="zoe@mail.example",
                earlier_mail_state="failed",
                earlier_mail_answer="550 no such mailbox",
            ),
            EvidenceRow("shareholder", "2", "12", "Zonen bv", "An Claes", "nl", "none", "", "none"),
        ),
    ),
    "rules": SealedRules(
        "5a" * 32,
        AGENDA,
        SealedMeeting(
            3, Texts.same("Assembly"), date(2026, 6, 16), is_second=True, first_id=2, second_on=date(2026, 7, 3)
        ),
        SealedAgenda(
            Texts(nl="Zaal, 19 uur", fr="Salle, 19 heures"),
            date(2026, 5, 15),
            AGENDA,
            (Document(Texts.same("Report"), "d7" * 32, "report.pdf"),),
        ),
        channel=Channel.BOTH,
    ),
    "agenda item": Item(
        4,
        4,
        ItemKind.ELECTION,
        Texts(nl="Raad", fr="Conseil"),
        Texts.same("Two seats"),
        VotingMethod.APPROVAL,
        choices=(
            Choice(
                Texts.same("Ada"),
                Texts.same("Namur"),
                Texts(nl="Ik help waar het kan."),
                "https://ada.example/",
                Portrait("1c" * 32, Texts.same("Ada in her bakery")),
            ),
            Choice(Texts.same("Bo")),
        ),
        documents=(Document(Texts.same("Letter"), "f5" * 32, "letter.pdf"),),
        question=Texts.same("Who joins the board?"),
        summary=Texts.same("Two seats are free."),
        changes=Texts.same("The board is complete again."),
        advice=Texts.same("All are able."),
        old_text=Texts(nl="Artikel 3. De zetel is in Gent.", fr="Article 3. Le siège est à Gand."),
        new_text=Texts(nl="Artikel 3. De zetel is in Brussel.", fr="Article 3. Le siège est à Bruxelles."),
        choice_order=ChoiceOrder.LOT,
        lot_seed="0f" * 16,
    ),
    "result": AnnouncedResult(
        assembly_id=3,
        held_on=date(2026, 6, 16),
        title=Texts(nl="Algemene vergadering", fr="Assemblée générale"),
        roll=RollSummary(date(2026, 5, 15), "a0" * 32, "b1" * 32, 36_000),
        paper=PaperSummary("3fGhu8kLmNpQrStUvWxYz2", "f" * 43, "c2" * 32),
        ballots=8,
        verdicts=verdicts(
            AGENDA, [(5, 2, 1), (4, 4, 0), (6, 1, 1), (1, 7, 3, 2), (2, 6, 0, 3)], Turnout(40, 8, 80, 60)
        ),
        anchor={"v": 1, "at": "2026-06-16T19:00:00.000000Z", "journal": {"lines": 312, "head": "3f" * 32}},
        channels=(
            ChannelResult("remote", 5, ((3, 1, 1), (3, 2, 0), (4, 0, 1), (1, 4, 2, 1), (1, 4, 0, 2))),
            ChannelResult(
                "paper",
                3,
                ((2, 1, 0), (1, 2, 0), (2, 1, 0), (0, 3, 1, 1), (1, 2, 0, 1)),
                late=1,
                invalid=(0, 0, 0, 0, 0),
                counted_by=("Karim Haddad", "Odile Simon"),
            ),
        ),
    ),
    "teller count": TellerCount(
        RoomChannel.PAPER,
        2,
        1,
        2,
        papers=12,
        invalid=1,
        figures=(7, 3, 1),
        reason="",
        at=datetime(2026, 6, 16, 18, 40, tzinfo=UTC),
        by="officer:4",
        by_name="Odile Simon",
    ),
    "minutes": Minutes(
        assembly_id=3,
        title=Texts(nl="Algemene vergadering", fr="Assemblée générale"),
        held_on=date(2026, 6, 16),
        language=Language.NL,
        sections=(
            Section(
                "item-2",
                Texts(nl="2. Jaarrekening", fr="2. Comptes annuels"),
                (
                    MinutesLine("text", Texts(nl="De rekening.\n\n«Blad 2»", fr="Les comptes.")),
                    MinutesLine(
                        "verdict",
                        Texts(nl="Aangenomen.", fr="Proposition adoptée."),
                        {"item": 2, "outcome": "adopted", "for": 4},
                        ProofKind.RESULT,
                        1,
                        "e4" * 32,
                    ),
                ),
                Texts(nl="Mevrouw Claes vraagt het woord."),
            ),
            Section("closing", Texts(nl="Sluiting", fr="Clôture")),
        ),
    ),
    "prepared paper": PreparedPaper(
        uuid="3fGhu8kLmNpQrStUvWxYz2",
        subject="vote:3",
        roll_id=7,
        name={"nl": "Algemene vergadering"},
        questions=[{"item": 2, "kind": "decision", "minimum": 1, "maximum": 1, "blank": False}],
        language="nl",
        rules_digest="c2" * 32,
        minimum_ballots=5,
        key_group_id=None,
        opens_at=datetime(2026, 6, 1, 8, 0, tzinfo=UTC),
        closes_at=datetime(2026, 6, 16, 16, 0, tzinfo=UTC),
        window={"v": 1, "until_at_most": "2026-06-23T16:00:00.000000Z"},
    ),
    "anchor": Anchor(
        at=datetime(2026, 6, 1, 12, 30, 15, 42, UTC),
        heads=(
            ChainHead("journal", "lines", 312, "3f" * 32),
            ChainHead("ledger", "entries", 41, "a0" * 32),
            ChainHead("vote 3fGhu8kLmNpQrStUvWxYz2", "events", 9, "07" * 32),
        ),
    ),
    "statutes profile": MODEL_STATUTES,
    "journal entry": JournalEntry(
        sequence=7,
        previous="3f" * 32,
        at=datetime(2026, 6, 1, 12, 30, 15, 42, UTC),
        actor="officer:3",
        actor_name="Zoë Claes",
        roles="auditor,secretary",
        tag="holder:email_changed",
        subject="holder:12",
        reason="Vraag van de vennoot in per brief",
        result="done",
        facts={"withdrawn": False, "effective_date": "2026-06-01", "count": 2, "representative": None},
        v=1,
    ),
    # One movement, since the form of the first stage had one.
    "ledger transaction": ChainedTransaction(
        version=1,
        sequence=9,
        transaction=Transaction(
            type=MovementType.CORRECTION_REVERSAL,
            effective_date=date(2026, 5, 1),
            movements=(Movement(12, -2, 3000, -4500, claim_cents=0),),
            reason="Tippfehler",
            reference="Kontoauszug 12",
            legal_basis="Décision du 4 mai 2026",
            document_digest="ab" * 32,
            second_actor="officer:4",
            second_actor_name="Noor Peeters",
            reverses=8,
        ),
        numbers=(18204,),
        recorded_at=datetime(2026, 6, 1, 12, 30, 15, 42, UTC),
        actor="officer:3",
        actor_name="Zoë Claes",
        previous_hash="3f" * 32,
    ),
    "person fact": Fact(
        FactType.ADDRESS,
        {
            "id": 31,
            "party_id": 12,
            "street": 'Josaphatstraat 112 "Ö"',
            "postcode": "1030",
            "town": "Schaarbeek",
            "country": "BE",
            "effective_date": date(2026, 5, 1),
            "recorded_at": datetime(2026, 6, 1, 12, 30, 15, 42, UTC),
            "actor": "officer:3",
            "actor_name": "Zoë Claes",
            "reason": "Brief van 29 mei",
        },
    ),
    "fact link": FactLink(
        version=1,
        sequence=9,
        person_id=12,
        recorded_at=datetime(2026, 6, 1, 12, 30, 15, 42, UTC),
        salt="0f" * 16,
        facts=(f"address 31 {'ab' * 32}", f"email 14 {'cd' * 32}"),
        previous_hash="3f" * 32,
    ),
}
