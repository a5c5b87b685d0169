"""What each type of transaction may do, needs and demands: one table, also for types that no page offers yet.

Sources: Code of companies and associations (CCA), book 6, as marked in the rows. An article is sure where nothing else
is said; "P" means that its number was read in a secondary source, "U" that its number is not known; neither is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from govapp.shares.ledger.rules.kinds import MovementType


class Sign(StrEnum):
    """What the movements of a transaction may do with the number of shares."""

    PLUS = "plus"
    MINUS = "minus"
    NONE = "none"
    PAIRED = "paired"
    OPPOSITE = "opposite"


class Money(StrEnum):
    """What the movements may do with the amounts beside the shares."""

    # Paid in when the shares come, from nothing to their price.
    WITH_SHARES = "with_shares"
    # Leaves with the shares and becomes at most a claim of the same amount.
    TO_CLAIM = "to_claim"
    PAID_IN = "paid_in"
    PAID_OUT = "paid_out"
    NONE = "none"
    # The counter line takes exactly what the line gives.
    PAIRED = "paired"
    OPPOSITE = "opposite"


class Counter(StrEnum):
    """What stands on the line on the other side."""

    NONE = "none"
    # The same shares, for somebody else.
    OTHER_PERSON = "other_person"
    # The same value, for the same person, in another class.
    OTHER_CLASS = "other_class"
    # The same value, for the same person and class, in more or fewer shares.
    OTHER_QUANTITY = "other_quantity"


class Need(StrEnum):
    """What has to stand beside a transaction."""

    REASON = "reason"
    REFERENCE = "reference"
    LEGAL_BASIS = "legal_basis"
    DOCUMENT = "document"
    # The paper book or file from which it comes: a reference or the digest of a document.
    ORIGIN = "origin"


class Leaves(StrEnum):
    """How many of the shares a departure takes."""

    ANY = "any"
    ALL = "all"
    SOME = "some"


@dataclass(frozen=True, slots=True)
class TypeRule:
    """The rule of one type. `four_eyes` says that a second person signs where the cooperative has one."""

    shares: Sign
    money: Money
    counter: Counter = Counter.NONE
    needs: frozenset[Need] = field(default_factory=frozenset)
    leaves: Leaves = Leaves.ANY
    four_eyes: bool = False


def _needs(*needs: Need) -> frozenset[Need]:
    return frozenset(needs)


_DEPARTURE = (Sign.MINUS, Money.TO_CLAIM)
_PAIR = (Sign.PAIRED, Money.PAIRED)
_FACT = (Sign.NONE, Money.NONE)

TYPE_RULES: Mapping[MovementType, TypeRule] = {
    # On the switch to an electronic register the present situation is enough: royal decree of 29 April 2019, art. 7:12.
    MovementType.OPENING_BALANCE: TypeRule(Sign.PLUS, Money.WITH_SHARES, needs=_needs(Need.ORIGIN)),
    # CCA 6:109: paid in full unless the statutes say otherwise, so the amount is a matter of the statutes.
    MovementType.ISSUE: TypeRule(Sign.PLUS, Money.WITH_SHARES),
    MovementType.PAYMENT_ON_SHARE: TypeRule(Sign.NONE, Money.PAID_IN, needs=_needs(Need.REFERENCE)),
    # CCA 6:2x (P): dated, and signed by both sides or their proxies.
    MovementType.TRANSFER: TypeRule(*_PAIR, Counter.OTHER_PERSON, _needs(Need.DOCUMENT)),
    MovementType.INHERITANCE: TypeRule(*_PAIR, Counter.OTHER_PERSON, _needs(Need.DOCUMENT, Need.LEGAL_BASIS)),
    # CCA 6:120: with all shares, unless the statutes allow a part.
    MovementType.WITHDRAWAL: TypeRule(*_DEPARTURE, needs=_needs(Need.LEGAL_BASIS), leaves=Leaves.SOME),
    MovementType.RESIGNATION: TypeRule(*_DEPARTURE, needs=_needs(Need.LEGAL_BASIS), leaves=Leaves.ALL),
    # CCA 6:121: death ends the holding by law on its day; the other causes are P.
    MovementType.END_BY_LAW: TypeRule(*_DEPARTURE, needs=_needs(Need.LEGAL_BASIS, Need.REASON), leaves=Leaves.ALL),
    # CCA 6:123: a reasoned decision.
    MovementType.EXCLUSION: TypeRule(
        *_DEPARTURE, needs=_needs(Need.LEGAL_BASIS, Need.REASON, Need.DOCUMENT), leaves=Leaves.ALL, four_eyes=True
    ),
    MovementType.CONVERSION: TypeRule(*_PAIR, Counter.OTHER_CLASS, _needs(Need.LEGAL_BASIS)),
    MovementType.SPLIT: TypeRule(*_PAIR, Counter.OTHER_QUANTITY, _needs(Need.LEGAL_BASIS), four_eyes=True),
    MovementType.CONSOLIDATION: TypeRule(*_PAIR, Counter.OTHER_QUANTITY, _needs(Need.LEGAL_BASIS), four_eyes=True),
    # CCA 6:115 and 6:116 (P): a refund is a distribution; both tests have to be passed, and the basis names them.
    MovementType.REFUND_PAID: TypeRule(Sign.NONE, Money.PAID_OUT, needs=_needs(Need.REFERENCE, Need.LEGAL_BASIS)),
    MovementType.REFUND_DEFERRED: TypeRule(*_FACT, needs=_needs(Need.REASON)),
    MovementType.CORRECTION_REVERSAL: TypeRule(
        Sign.OPPOSITE, Money.OPPOSITE, needs=_needs(Need.REASON), four_eyes=True
    ),
    MovementType.NOTE: TypeRule(*_FACT, needs=_needs(Need.REASON)),
    MovementType.PLEDGE: TypeRule(*_FACT, needs=_needs(Need.DOCUMENT)),
    MovementType.SEIZURE: TypeRule(*_FACT, needs=_needs(Need.DOCUMENT)),
    # CCA 6:25 (P): limits by contract are entered when a party asks.
    MovementType.TRANSFER_LIMIT: TypeRule(*_FACT, needs=_needs(Need.DOCUMENT)),
    MovementType.MERGE: TypeRule(*_PAIR, Counter.OTHER_PERSON, _needs(Need.REASON), Leaves.ALL, four_eyes=True),
}
