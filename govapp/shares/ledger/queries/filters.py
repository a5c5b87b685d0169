"""What a list of shareholders is narrowed to: words, categories and the like as conditions on people and positions."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, Subquery, and_, false, func, or_, select

from govapp.shares.ledger.rules.kinds import HolderState
from govapp.shares.people.models import Party, PartyEmail, PartyName
from govapp.shares.people.rules.days import AsOf
from govapp.shares.people.rules.kinds import Category, PartyKind
from govapp.shares.people.rules.names import fold, fold_email

# Longer ones are numbers of companies.
_NUMBER_DIGITS = 9


@dataclass(frozen=True)
class HolderFilter:
    """What to show: words of a name, a number or an e-mail address; and narrower lists."""

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


def list_filter_conditions(wanted: HolderFilter, held: Subquery, as_of: AsOf | None) -> list[ColumnElement[bool]]:
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
        conditions.append(
            _matches(
                wanted.text.strip(),
                lambda address: _begins(held.c.email, address),
                lambda words: _has_words(held.c.search_name, words),
            )
        )
    return conditions


def select_candidates(wanted: HolderFilter) -> Select[int] | None:
    """Return the only people whom a search can find on whatever day, or None when nothing is searched for.

    Among them is whoever ever had such a name or e-mail address; whether it holds on the day is for
    `list_filter_conditions`.
    """
    if not wanted.text.strip():
        return None

    def ever_had(address: str) -> ColumnElement[bool]:
        return Party.id.in_(select(PartyEmail.party_id).where(_begins(PartyEmail.address.expression, address)))

    def was_ever_called(words: list[str]) -> ColumnElement[bool]:
        return Party.id.in_(select(PartyName.party_id).where(_has_words(PartyName.search_name.expression, words)))

    return select(Party.id).where(_matches(wanted.text.strip(), ever_had, was_ever_called))


def _begins(email: ColumnElement[str], address: str) -> ColumnElement[bool]:
    return func.lower(email).startswith(address, autoescape=True)


def _matches(
    text: str, has_email: Callable[[str], ColumnElement[bool]], has_name: Callable[[list[str]], ColumnElement[bool]]
) -> ColumnElement[bool]:
    """Return the search: a number of a shareholder or company, how an e-mail address or words of the name begin."""
    digits = "".join(text.split()).replace(".", "")
    if digits.isascii() and digits.isdigit():
        return Party.number == int(digits) if len(digits) <= _NUMBER_DIGITS else Party.company_number == digits
    address = fold_email(text)
    found: list[ColumnElement[bool]] = []
    if "@" in address or " " not in address:
        found.append(has_email(address))
    words = fold(text).split()
    if words and "@" not in text:
        found.append(has_name(words))
    return or_(*found) if found else false()


def _has_words(search_name: ColumnElement[str], words: list[str]) -> ColumnElement[bool]:
    # Folded names hold letters, digits and single spaces only, so LIKE has nothing to escape.
    return and_(*(or_(search_name.like(f"{word}%"), search_name.like(f"% {word}%")) for word in words))
