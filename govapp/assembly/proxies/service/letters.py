"""The letters about proxies: the giver and the holder are both told, each in the own language."""

from collections.abc import Collection, Iterator

from govapp.assembly.letters import AssemblyLetter
from govapp.assembly.meeting.models import Assembly
from govapp.assembly.meeting.service import reference
from govapp.assembly.proxies.queries import ProxyPerson, ProxyRow
from govapp.assembly.proxies.rules.paths import MY_PROXIES
from govapp.db.uow import Work
from govapp.kernel.texts import Language, Texts
from govapp.outbox.facts import FactValue
from govapp.outbox.service import Message, enqueue_many
from govapp.shares.ledger.models import Holding
from govapp.shares.rolls.queries import find_roll_entry, with_addresses_of_today
from govapp.shares.rolls.rules.rights import ProxyEndReason


def tell_of_confirmed(work: Work, assembly: Assembly, proxy: ProxyRow, rolls: Collection[int]) -> None:
    """Tell giver and holder that a proxy is in force: a giver who gave none learns of it at once."""
    enqueue_many(work, list(_letters(work, AssemblyLetter.PROXY_CONFIRMED, assembly, proxy, rolls)))


def tell_of_ended(
    work: Work, assembly: Assembly, proxy: ProxyRow, reason: ProxyEndReason, rolls: Collection[int]
) -> None:
    """Tell giver and holder that a proxy ended, and why."""
    messages = _letters(work, AssemblyLetter.PROXY_ENDED, assembly, proxy, rolls, why=reason.value)
    enqueue_many(work, list(messages))


def _letters(
    work: Work, letter: AssemblyLetter, assembly: Assembly, proxy: ProxyRow, rolls: Collection[int], **more: str
) -> Iterator[Message]:
    for part, reader, other in (("giver", proxy.giver, proxy.holder), ("holder", proxy.holder, proxy.giver)):
        address, language = _where(work, reader, rolls)
        if address:
            facts: dict[str, FactValue] = {
                "reader": part,
                "other": other.name,
                "title": Texts.from_dict(assembly.title).in_language(language).text,
                "held_on": assembly.held_on,
                "path": MY_PROXIES,
                **more,
            }
            yield Message(letter, address, reader.name, language, reference(assembly.id), facts)


def _where(work: Work, person: ProxyPerson, rolls: Collection[int]) -> tuple[str, Language]:
    """Return address and language; of somebody on a list not an address that waits for a second person."""
    kept = work.session.get_one(Holding, person.id)
    for roll_id in rolls:
        entry = find_roll_entry(work.session, roll_id, person.id)
        if entry is not None:
            (today,) = with_addresses_of_today(work.session, [entry])
            return today.email or "", Language(kept.language)
    return kept.email or "", Language(kept.language)
