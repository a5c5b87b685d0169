"""What a list of shareholders is narrowed to: words, categories and the like as conditions on people and positions."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, false, func, literal, or_, select
from sqlalchemy.orm import Session

from govapp.shares.ledger.rules.kinds import HolderState
from govapp.shares.people.models import Party, PartyAddress, PartyEmail, PartyName, Representation
from govapp.shares.people.queries.dated import select_in_force, select_rows_in_force
from govapp.shares.people.rules.days import ALWAYS, AsOf
from govapp.shares.people.rules.kinds import Category, PartyKind
from govapp.shares.people.rules.names import fold
from govapp.shares.people.rules.searching import Search, SearchWord, read_search


@dataclass(frozen=True)
class HolderFilter:
    """What to show: narrower lists, and whom `text` finds (`people.rules.searching`)."""

    text: str = ""
    category: Category | None = None
    kind: PartyKind | None = None
    language: str = ""
    state: HolderState = HolderState.HOLDING

    @property
    def filters(self) -> dict[str, str]:
        """Return what narrows the list, by name, as logs and files state it."""
        filters = {
            "state": self.state.value,
            "text": self.text.strip(),
            "category": self.category.value if self.category else "",
            "kind": self.kind.value if self.kind else "",
            "language": self.language,
        }
        return {name: value for name, value in filters.items() if value}


def list_filter_conditions(
    session: Session, wanted: HolderFilter, held: Subquery, as_of: AsOf | None
) -> list[ColumnElement[bool]]:
    """Return the conditions on `party` joined with its positions at `as_of` that `wanted` means."""
    conditions: list[ColumnElement[bool]] = [Party.number.is_not(None)]
    if as_of is not None:
        conditions.append(Party.recorded_at <= as_of.recorded_until)
    if wanted.state is HolderState.HOLDING:
        conditions.append(held.c.shares > 0)
    elif wanted.state is HolderState.FORMER:
        conditions.append(func.coalesce(held.c.shares, 0) == 0)
    if wanted.category is not None:
        conditions.append(held.c.category == wanted.category.value)
    if wanted.kind is not None:
        conditions.append(Party.kind == wanted.kind.value)
    if wanted.language:
        conditions.append(held.c.language == wanted.language)
    if wanted.text.strip():
        conditions.append(_matches(_Holding(session, held, as_of), read_search(wanted.text)))
    return conditions


def rank_of(wanted: HolderFilter, held: Subquery) -> ColumnElement[int] | None:
    """Return what comes first in a list of what was searched for, or None when nothing is.

    A number: 0 for whose it is, 2 for the others. Words: 0 for whose name begins with them, 1 for who is called so in
    another way, 2 for the others: somebody called Hasselt stands before everybody who lives there.
    """
    search, name = read_search(wanted.text), held.c.search_name
    if search.number is not None:
        return case((Party.number == search.number, 0), else_=2)
    if not search.readings:
        return None
    begins = or_(*(name.like(f"{phrase}%") for words in search.readings for phrase in words[0].phrases))
    is_called = _reads(search, lambda word: _has(name, word))
    return case((and_(is_called, begins), 0), (is_called, 1), else_=2)


def select_candidates(session: Session, wanted: HolderFilter) -> Select[int] | None:
    """Return the only people whom a search can find on whatever day, or None when nothing is searched for.

    Among them is whoever ever had such a name, address or representative; whether it holds on the day is for
    `list_filter_conditions`.
    """
    if not wanted.text.strip():
        return None
    return select(Party.id).where(_matches(_Ever(session), read_search(wanted.text)))


class _Holding:
    """What a search compares with on the day of the list; of today, `as_of` is None."""

    def __init__(self, session: Session, held: Subquery, as_of: AsOf | None) -> None:
        self.session, self._held, self._as_of = session, held, as_of or ALWAYS
        self._is_kept = as_of is None

    def email(self, is_it: Callable[[ColumnElement[str]], ColumnElement[bool]]) -> ColumnElement[bool]:
        return is_it(self._held.c.email)

    def name(self, word: SearchWord) -> ColumnElement[bool]:
        return _has(self._held.c.search_name, word)

    def town(self, towns: Collection[str]) -> ColumnElement[bool]:
        return self._held.c.town.in_(towns)

    def postcode(self, code: str) -> ColumnElement[bool]:
        if not self._is_kept:
            return self._held.c.postcode == code
        lives = select_rows_in_force(PartyAddress, self._as_of)
        return Party.id.in_(select(lives.c.party_id).where(lives.c.postcode == code))

    def representative(self, word: SearchWord) -> ColumnElement[bool]:
        mandate = select_in_force(Representation.representative_id, self._as_of)
        human = select_rows_in_force(PartyName, self._as_of)
        named = select(mandate.c.party_id).join(human, human.c.party_id == mandate.c.value)
        return Party.id.in_(named.where(_has(human.c.search_name, word)))


class _Ever:
    """What a search compares with on any day at all."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def email(self, is_it: Callable[[ColumnElement[str]], ColumnElement[bool]]) -> ColumnElement[bool]:
        return Party.id.in_(select(PartyEmail.party_id).where(is_it(PartyEmail.address.expression)))

    def name(self, word: SearchWord) -> ColumnElement[bool]:
        return Party.id.in_(select(PartyName.party_id).where(_has(PartyName.search_name.expression, word)))

    def town(self, towns: Collection[str]) -> ColumnElement[bool]:
        return Party.id.in_(select(PartyAddress.party_id).where(PartyAddress.town.in_(towns)))

    def postcode(self, code: str) -> ColumnElement[bool]:
        return Party.id.in_(select(PartyAddress.party_id).where(PartyAddress.postcode == code))

    def representative(self, word: SearchWord) -> ColumnElement[bool]:
        named = select(Representation.party_id).join(PartyName, PartyName.party_id == Representation.representative_id)
        return Party.id.in_(named.where(_has(PartyName.search_name.expression, word)))


def _matches(people: _Holding | _Ever, search: Search) -> ColumnElement[bool]:
    """Return the search as a condition: a number, an e-mail address, or words that each fit a name or a place."""
    found: list[ColumnElement[bool]] = []
    if search.number is not None:
        found.append(Party.number == search.number)
    if search.company_numbers:
        found.append(Party.company_number.in_(search.company_numbers))
    if search.postcode:
        found.append(people.postcode(search.postcode))
    if search.email:
        found.append(people.email(lambda address: func.lower(address).startswith(search.email, autoescape=True)))
    if search.email_domain:
        ending = f"@{search.email_domain}"
        found.append(people.email(lambda address: func.lower(address).contains(ending, autoescape=True)))
    if search.readings:
        towns = _towns(people.session)
        found.append(_reads(search, lambda word: _fits(people, word, towns)))
    return or_(*found) if found else false()


def _reads(search: Search, fits: Callable[[SearchWord], ColumnElement[bool]]) -> ColumnElement[bool]:
    # One reading is enough, with all its words.
    return or_(*(and_(*map(fits, words)) for words in search.readings))


def _fits(people: _Holding | _Ever, word: SearchWord, towns: Collection[tuple[str, str]]) -> ColumnElement[bool]:
    """Return whether a word begins a word of the name, of the representative's name or of the town, or is the postcode.

    Each word by itself: "peeters gent" finds the Peeters of Gent.
    """
    fits = [people.name(word), people.representative(word)]
    there = [town for town, folded in towns if word.fits(folded)]
    if there:
        fits.append(people.town(there))
    if word.is_number:
        fits.append(people.postcode(word.letters))
    return or_(*fits)


def _towns(session: Session) -> list[tuple[str, str]]:
    # A few hundred or thousand; no database compares without accents as we do, and neither does so like the other.
    return [(town, fold(town)) for town in session.scalars(select(PartyAddress.town).distinct())]


def _has(search_name: ColumnElement[str], word: SearchWord) -> ColumnElement[bool]:
    """Return whether a folded name has the word.

    Folded names hold letters, digits and single spaces only, so LIKE has nothing to escape. The first condition is
    that of all phrases at once: nearly everybody is put aside by one comparison.
    """
    spaced = literal(" ").concat(search_name)
    phrases = or_(*(spaced.like(f"% {phrase}%") for phrase in word.phrases))
    if len(word.phrases) == 1:
        return phrases
    return and_(func.replace(search_name, " ", "").like(f"%{word.letters}%"), phrases)
