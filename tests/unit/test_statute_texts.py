"""A change of the statutes with its two texts: on the paper, in what is missing, and with no other kind of item."""

from dataclasses import replace
from fractions import Fraction

import pytest

from govapp.assembly.agenda.rules.copying import YearShift, copied_draft
from govapp.assembly.agenda.rules.drafts import ItemDraft, completed
from govapp.assembly.agenda.rules.items import Document, Item, ItemKind, VotingMethod, missing_texts, text_remarks
from govapp.assembly.agenda.rules.refusals import TextsWithoutChange
from govapp.assembly.votes.rules.paper import as_asked, full_text, paper_questions
from govapp.kernel.texts import Texts
from govapp.statutes.rules.majorities import HALF, Quorum, Threshold, VoteBase
from govapp.statutes.rules.profile import LegalKind
from govapp.statutes.rules.profiles import MODEL_STATUTES

OLD, NEW = Texts(nl="Artikel 3 van 2026", fr="Article 3 de 2026"), Texts(nl="Artikel 3 bis", de="Artikel 3a")
CHANGE = Item(
    7, 7, ItemKind.DECISION, Texts.same("Seat"), Texts(nl="Wij stellen voor"), VotingMethod.DECISION,
    legal_kind=LegalKind.STATUTES, old_text=OLD, new_text=NEW,
)  # fmt: skip
REPORT = Document(Texts.same("Report"), "d7" * 32, "report.pdf")


def test_the_paper_holds_both_texts_below_the_proposal_under_words_that_never_change() -> None:
    told = full_text(CHANGE).as_dict()
    assert told["nl"] == "Wij stellen voor\n\nHuidige tekst:\nArtikel 3 van 2026\n\nNieuwe tekst:\nArtikel 3 bis"
    assert told["fr"] == "Texte actuel\N{NO-BREAK SPACE}:\nArticle 3 de 2026"
    assert told["de"] == "Neuer Text:\nArtikel 3a"
    assert "en" not in told
    assert paper_questions([CHANGE])[0].text == full_text(CHANGE)
    assert full_text(replace(CHANGE, old_text=Texts(), new_text=Texts())) == CHANGE.body


def test_a_language_in_which_one_of_the_texts_is_not_written_is_missing() -> None:
    (gap,) = missing_texts((CHANGE,))
    assert set(gap.languages) == {"nl", "fr", "en", "de"} - {"nl"}


def test_no_other_item_has_texts_of_the_statutes() -> None:
    draft = ItemDraft(ItemKind.DECISION, Texts.same("Seat"), legal_kind=LegalKind.STATUTES, old_text=OLD)
    assert completed(draft).old_text == OLD
    assert completed(replace(draft, legal_kind=LegalKind.OBJECT, new_text=NEW)).new_text == NEW
    for other in (replace(draft, legal_kind=LegalKind.ACCOUNTS), replace(draft, legal_kind=None, new_text=NEW)):
        with pytest.raises(TextsWithoutChange):
            completed(other)


def test_years_in_quoted_statutes_do_not_move_to_another_year() -> None:
    assert copied_draft(CHANGE, YearShift(2026, 1), with_texts=True).old_text == OLD
    assert copied_draft(CHANGE, YearShift(2026, 1), with_texts=False).old_text == Texts()


def test_a_second_meeting_asks_for_its_own_quorum_and_no_longer_for_that_of_the_first() -> None:
    half, third = Quorum(VoteBase.SHARES, HALF), Quorum(VoteBase.HEADS, Fraction(1, 3))
    rule = MODEL_STATUTES.rule_of(LegalKind.STATUTES)
    item = replace(CHANGE, statutes_rule=rule)
    assert rule.quorum == half
    (asked,) = as_asked([item], is_second=True)
    assert asked.rule == replace(rule, quorum=None)
    assert as_asked([item], is_second=False) == (item,)
    strict = replace(item, stricter=replace(rule, threshold=Threshold.of(Fraction(4, 5)), second_quorum=third))
    (asked,) = as_asked([strict], is_second=True)
    assert asked.rule is not None and (asked.rule.quorum, asked.rule.threshold.fraction) == (third, Fraction(4, 5))
    assert as_asked([replace(CHANGE, statutes_rule=None)], is_second=True)[0].rule is None


@pytest.mark.parametrize(
    ("item", "count"),
    [
        (CHANGE, 0),
        (replace(CHANGE, old_text=Texts(), new_text=Texts(), body=Texts()), 1),
        (replace(CHANGE, old_text=Texts(), new_text=Texts(), body=Texts(), documents=(REPORT,)), 0),
        (replace(CHANGE, legal_kind=LegalKind.OBJECT), 1),
        (replace(CHANGE, legal_kind=LegalKind.OBJECT, documents=(REPORT,)), 0),
        (replace(CHANGE, legal_kind=LegalKind.OBJECT, old_text=Texts(), new_text=Texts(), body=Texts()), 2),
        (replace(CHANGE, legal_kind=LegalKind.ACCOUNTS, body=Texts()), 0),
    ],
)
def test_the_notice_of_a_change_needs_its_exact_text_and_that_of_the_object_its_report(item: Item, count: int) -> None:
    assert len(text_remarks(item)) == count
