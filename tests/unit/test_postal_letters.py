"""Letters on paper: who needs one, in which order they are printed, what an address looks like, what a letter says."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from govapp.assembly.agenda.rules.items import Document, Item, ItemKind, VotingMethod
from govapp.assembly.convocation.rules.documents import notice_documents
from govapp.assembly.convocation.rules.post import (
    LetterFact,
    LetterReason,
    MailFact,
    MailState,
    NoticeChannel,
    NoticeReader,
    address_lines,
    in_postal_order,
    is_complete,
    shown_digest,
)
from govapp.assembly.convocation.service.letter_words import LetterSender, PostalNotice, letter_words
from govapp.assembly.convocation.service.letters import document_facts
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import LANGUAGES, Language, Texts
from govapp.language.formats import country_name
from govapp.language.translator import translator_for
from govapp.shares.people.rules.dated import Address
from govapp.shares.people.rules.kinds import Category
from govapp.shares.rolls.rules.rights import RollEntryRow

NOON = datetime(2026, 5, 20, 10, tzinfo=UTC)
ENTRY = RollEntryRow(1, 1, 11, 101, "An Peeters", "An Peeters", Category.MEMBER, "nl", None)
BRUSSELS = Address("Stationsstraat 12", "1000", "Brussel", "BE")
LETTER = LetterFact(1, 1, 1, 1, ("An Peeters",), NOON, "ab" * 32, is_current=True)


def mail(state: MailState) -> MailFact:
    return MailFact("an@mail.example", state, NOON, "", "key", "ab" * 32)


def test_whoever_has_no_address_needs_a_letter_until_there_is_one() -> None:
    someone = NoticeReader(ENTRY, BRUSSELS)
    assert (someone.reason, someone.channel) == (LetterReason.NO_ADDRESS, NoticeChannel.NONE)
    written = replace(someone, letter=LETTER)
    assert (written.reason, written.channel) == (None, NoticeChannel.POST)


def test_a_letter_whose_code_opens_nothing_is_made_again() -> None:
    outdated = NoticeReader(ENTRY, BRUSSELS, letter=replace(LETTER, is_current=False))
    assert (outdated.reason, outdated.channel) == (LetterReason.OUTDATED, NoticeChannel.POST)


@pytest.mark.parametrize(
    ("state", "reason", "channel"),
    [
        (MailState.WAITING, None, NoticeChannel.MAIL),
        (MailState.SENT, None, NoticeChannel.MAIL),
        (MailState.FAILED, LetterReason.BOUNCED, NoticeChannel.NONE),
        (MailState.WITHDRAWN, None, NoticeChannel.NONE),
    ],
)
def test_a_mail_that_did_not_arrive_becomes_a_letter(
    state: MailState, reason: LetterReason | None, channel: NoticeChannel
) -> None:
    someone = NoticeReader(replace(ENTRY, email="an@mail.example"), BRUSSELS, mail(state))
    assert (someone.reason, someone.channel) == (reason, channel)


def test_an_address_that_came_after_the_invitations_still_gets_a_letter() -> None:
    late = NoticeReader(replace(ENTRY, email="an@mail.example"), BRUSSELS)
    assert late.reason is None
    assert replace(late, is_mailed=True).reason is LetterReason.NOT_MAILED


@pytest.mark.parametrize(
    ("address", "complete"),
    [(BRUSSELS, True), (None, False), (Address("", "1000", "Brussel"), False), (Address("Kerkstraat 1"), False)],
)
def test_a_letter_takes_a_street_and_a_town(address: Address | None, complete: bool) -> None:
    assert is_complete(address) is complete


def test_an_address_is_written_as_the_post_reads_it() -> None:
    lines = address_lines("An Peeters", "An Peeters", BRUSSELS, "België", "t.a.v. %(name)s")
    assert lines == ("An Peeters", "Stationsstraat 12", "1000 BRUSSEL")
    abroad = Address("Rue de la Gare 1", "75001", "Paris", "FR")
    assert address_lines("Coop bv", "An Peeters", abroad, "Frankrijk", "t.a.v. %(name)s") == (
        "Coop bv",
        "t.a.v. An Peeters",
        "Rue de la Gare 1",
        "75001 PARIS",
        "FRANKRIJK",
    )


def test_the_country_has_a_name_in_each_language_and_an_unknown_code_stays_one() -> None:
    assert [country_name("DE", each) for each in LANGUAGES] == ["Duitsland", "Allemagne", "Germany", "Deutschland"]
    assert country_name("QQ", Language.NL) == "QQ"


def test_letters_lie_by_country_postcode_town_and_street_as_the_post_bundles_them() -> None:
    places = [
        Address("A 1", "75001", "Paris", "FR"),
        Address("B 2", "9000", "Gent"),
        Address("A 1", "1000", "Brussel"),
        Address("A 1", "9000", "Gent"),
        Address("A 1", "10115", "Berlin", "DE"),
    ]
    people = [NoticeReader(replace(ENTRY, number=number), place) for number, place in enumerate(places)]
    people.append(NoticeReader(ENTRY, None))
    found = [(each.address or Address(postcode="none")) for each in in_postal_order(people)]
    assert [(each.postcode, each.street) for each in found] == [
        ("none", ""),
        ("1000", "A 1"),
        ("9000", "A 1"),
        ("9000", "B 2"),
        ("10115", "A 1"),
        ("75001", "A 1"),
    ]


def test_the_foot_of_a_letter_shows_the_beginning_of_its_digest() -> None:
    assert shown_digest("5f6a77aa90bb12cd" + "0" * 48) == "5f6a 77aa 90bb 12cd"


ITEMS = (
    Item(1, 1, ItemKind.INFORMATION, Texts.same("Review")),
    Item(2, 2, ItemKind.ACKNOWLEDGEMENT, Texts.same("Reserves")),
    Item(
        3, 3, ItemKind.DECISION, Texts.same("Accounts"), method=VotingMethod.DECISION, question=Texts.same("Approve?")
    ),
    Item(4, 4, ItemKind.DECISION, Texts.same("Later"), method=VotingMethod.DECISION, question=Texts.same("Not now?")),
)
NOTICE = PostalNotice(
    SubjectRef("assembly:3"),
    1,
    "uuid",
    Texts.same("General assembly"),
    date(2026, 6, 16),
    Texts.same("De Markten, 17.30"),
    datetime(2026, 6, 1, 8, tzinfo=UTC),
    datetime(2026, 6, 16, 16, tzinfo=UTC),
    ITEMS,
    frozenset({3}),
    "/vote/uuid",
    "/assemblies/3",
)
SENDER = LetterSender(
    "Ambora", "Kerkstraat 1, 1000 Brussel", "contact@ambora.example", "", Language.FR, "https://vote.ambora.example"
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_says_the_same_in_each_language(language: Language) -> None:
    words = letter_words(NOTICE, SENDER, translator_for(language), NOON)
    agenda = words["agenda"]
    assert [line["text"] for line in agenda] == ["Review", "Reserves", "Approve?", "Later"]
    assert [bool(line["note"]) for line in agenda] == [True, True, False, False]
    assert words["code-address"] == "vote.ambora.example/code"
    assert "{name}" in words["hello"]
    assert "De Markten, 17.30" in words["invited"][0]
    assert "vote.ambora.example/assemblies/3" in words["coming"][1]
    assert all(str(text) for text in words.values())


def test_a_letter_before_the_opening_says_from_when_one_votes_and_after_it_until_when() -> None:
    say = translator_for(Language.EN)
    assert "from Monday 1 June 2026" in letter_words(NOTICE, SENDER, say, NOON)["voting"][0].replace("\u00a0", " ")
    assert "from" not in letter_words(NOTICE, SENDER, say, NOTICE.opens_at)["voting"][0]


def test_a_letter_names_the_text_that_counts() -> None:
    own, other = (letter_words(NOTICE, SENDER, translator_for(each), NOON) for each in (Language.FR, Language.NL))
    assert own["authentic"] != other["authentic"]
    assert "Franse" in other["authentic"]


def test_a_letter_without_a_place_says_nothing_of_one() -> None:
    words = letter_words(replace(NOTICE, place=Texts()), SENDER, translator_for(Language.EN), NOON)
    assert "Place" not in words["invited"][0]


def test_the_sender_is_written_line_by_line() -> None:
    assert SENDER.lines == ("Kerkstraat 1", "1000 Brussel", "contact@ambora.example")
    assert replace(SENDER, site="localhost").site_name == "localhost"


def test_a_letter_names_each_document_with_its_whole_digest_and_the_day_of_the_second_meeting() -> None:
    report, accounts = (
        Document(Texts(nl="Verslag", fr="Rapport"), "5f" * 32, "report.pdf"),
        Document(Texts(), "6a" * 32, "accounts.pdf"),
    )
    documents = notice_documents((replace(ITEMS[0], documents=(accounts,)),), (report,))
    notice = replace(NOTICE, documents=documents, second_on=date(2026, 7, 3))
    words = letter_words(notice, SENDER, translator_for(Language.NL), NOON)
    assert words["documents"] == [
        {"title": "Verslag", "digest": "5f" * 32},
        {"title": f"{ITEMS[0].number}. accounts.pdf", "digest": "6a" * 32},
    ]
    assert "3 juli 2026" in words["invited"][1].replace("\u00a0", " ")
    assert [each.path for each in documents] == [
        f"/documents/{'5f' * 32}/report.pdf",
        f"/documents/{'6a' * 32}/accounts.pdf",
    ]


def test_a_mail_names_each_document_with_the_beginning_of_its_digest_and_where_it_is_read() -> None:
    document = Document(Texts.same("Report"), "5f" * 32, "report.pdf")
    facts = document_facts(notice_documents((), (document,)), Language.NL)
    assert facts == {
        "documents": ("Report (5f5f 5f5f 5f5f 5f5f)",),
        "document_paths": (f"/documents/{'5f' * 32}/report.pdf",),
    }
    assert document_facts((), Language.NL) == {}
