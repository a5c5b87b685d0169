"""Whether a proxy may be given: by law, by the statutes in force on the day of the meeting, and once for each giver."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from govapp.assembly.proxies.rules.refusals import (
    AssemblyOver,
    GiverHasProxy,
    GiverHoldsProxies,
    HolderGaveProxy,
    InstructionUnknown,
    NoListYet,
    ProxyBlank,
    ProxyHolderNoShareholder,
    ProxyNeedsAnother,
    ProxyToOneself,
    SignedInFuture,
    TooManyProxies,
)
from govapp.kernel.actors import Role
from govapp.kernel.errors import N_
from govapp.statutes.rules.profile import Profile

MAY_RECORD: Final = frozenset({Role.SECRETARY, Role.REGISTRAR})
"""Who records proxies, and confirms those of somebody else."""
MAX_NOTE_CHARACTERS: Final = 1000
# A meeting may go on past midnight.
LAST_DAY_AFTER: Final = timedelta(days=1)


class ProxyChannel(StrEnum):
    """How a proxy came."""

    PAPER = "paper"
    MAIL = "mail"


class Instruction(StrEnum):
    """What the giver wants for one item."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"
    FREE = "free"


CHANNEL_NAMES: Final = {ProxyChannel.PAPER: N_("on paper"), ProxyChannel.MAIL: N_("by mail")}
INSTRUCTION_NAMES: Final = {
    Instruction.FOR: N_("For"),
    Instruction.AGAINST: N_("Against"),
    Instruction.ABSTAIN: N_("Abstention"),
    Instruction.FREE: N_("The proxy holder decides"),
}
PLACES: Final = {Instruction.FOR: 0, Instruction.AGAINST: 1, Instruction.ABSTAIN: 2}
"""The place of the answer on a ballot paper, on which the answers to a decision stand in this order."""


@dataclass(frozen=True, slots=True)
class ProxyRules:
    """What the statutes ask of a proxy holder; `limit` is the most proxies of one person, None without a limit."""

    must_be_shareholder: bool
    limit: int | None


@dataclass(frozen=True, slots=True)
class ProxyGiver:
    """Who gives a proxy: `given_to` names the holder of one that waits or is in force, empty without."""

    holder_id: int
    name: str
    given_to: str = ""
    held: int = 0


@dataclass(frozen=True, slots=True)
class ProxyTaker:
    """Who shall hold a proxy: how many he or she holds already, and to whom an own proxy was given, empty without."""

    holder_id: int
    name: str
    is_shareholder: bool
    held: int = 0
    given_to: str = ""


def proxy_rules_of(profile: Profile) -> ProxyRules:
    """Return what the statutes say about proxies: anybody and any number, unless they limit it (art. 6:80 BCCA)."""
    return ProxyRules(profile.must_proxy_be_holder, profile.proxies_per_person)


def check_proxy(giver: ProxyGiver, taker: ProxyTaker, rules: ProxyRules) -> None:
    """Return when a proxy may be given.

    Raises ProxyToOneself, ProxyHolderNoShareholder, GiverHasProxy, GiverHoldsProxies, HolderGaveProxy, TooManyProxies.
    """
    if giver.holder_id == taker.holder_id:
        raise ProxyToOneself(name=giver.name)
    if rules.must_be_shareholder and not taker.is_shareholder:
        raise ProxyHolderNoShareholder(name=taker.name)
    if giver.given_to:
        raise GiverHasProxy(name=giver.name, holder=giver.given_to)
    if giver.held:
        raise GiverHoldsProxies(name=giver.name)
    if taker.given_to:
        raise HolderGaveProxy(name=taker.name, holder=taker.given_to)
    if rules.limit is not None and taker.held >= rules.limit:
        raise TooManyProxies(name=taker.name, limit=rules.limit)


def check_days(signed_on: date, held_on: date, today: date) -> None:
    """Return when a proxy signed on that day may be recorded today; raises AssemblyOver, SignedInFuture."""
    if today > held_on + LAST_DAY_AFTER:
        raise AssemblyOver(held_on=held_on)
    if signed_on > today:
        raise SignedInFuture


def require_list(rolls: Collection[int]) -> None:
    """Raise NoListYet for an assembly without a frozen voting list."""
    if not rolls:
        raise NoListYet


def require_named(number: int | None) -> int:
    """Return the number of the proxy holder; raises ProxyBlank when the proxy names none."""
    if number is None:
        raise ProxyBlank
    return number


def checked_instructions(asked: Mapping[int, Instruction], voted: Mapping[int, bool]) -> dict[int, Instruction]:
    """Return the instructions by item, without those that leave the holder free.

    `voted` says of each item that is voted whether for, against and abstention are its answers. Raises
    InstructionUnknown.
    """
    kept: dict[int, Instruction] = {item: answer for item, answer in asked.items() if answer is not Instruction.FREE}
    if any(not voted.get(item, False) for item in kept):
        raise InstructionUnknown
    return kept


def require_another(recorded: tuple[str, str], acting: tuple[str, str]) -> None:
    """Raise ProxyNeedsAnother for whoever recorded a proxy, by reference and name.

    A second account of the same person has another reference and, unless somebody lies about it, the same name.
    """
    same_name = recorded[1].casefold().split() == acting[1].casefold().split()
    if recorded[0] == acting[0] or same_name:
        raise ProxyNeedsAnother
