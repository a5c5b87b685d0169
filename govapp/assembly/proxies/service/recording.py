"""Recording a proxy by one officer and confirming it by another.

The assembly is locked first: of two desks that record proxies for one giver or one holder at once, one waits and then
sees what the other wrote.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from govapp.accounts.queries import list_officers
from govapp.accounts.service.second_person import Waiting, WaitingKind, ask_second_person
from govapp.assembly.agenda.queries import get_agenda
from govapp.assembly.agenda.rules.documents import check_document
from govapp.assembly.agenda.rules.items import VotingMethod
from govapp.assembly.meeting.models import Assembly
from govapp.assembly.meeting.rules.refusals import AssemblyCalledOff
from govapp.assembly.meeting.service import locked
from govapp.assembly.proxies.models import Proxy, ProxyAnswer, ProxyScan
from govapp.assembly.proxies.queries import ProxyRow, get_proxy, list_proxies
from govapp.assembly.proxies.rules.paths import office_proxies_path
from govapp.assembly.proxies.rules.recording import (
    MAY_RECORD,
    Instruction,
    ProxyChannel,
    ProxyGiver,
    ProxyTaker,
    check_days,
    check_proxy,
    checked_instructions,
    proxy_rules_of,
    require_another,
    require_list,
    require_named,
)
from govapp.assembly.proxies.rules.refusals import (
    GiverUnknown,
    ProxyHolderUnknown,
    ProxyNotWaiting,
    ScanNotReadable,
)
from govapp.assembly.proxies.rules.states import ProxyState
from govapp.assembly.proxies.service.letters import tell_of_confirmed
from govapp.assembly.tags import AssemblyTag
from govapp.audit.journal import record
from govapp.audit.rules.entry import FactValue
from govapp.db.uow import Work
from govapp.kernel.canonical import sha256_hex
from govapp.kernel.subjects import SubjectRef
from govapp.kernel.texts import kept_lines
from govapp.shares.ledger.models import Holding
from govapp.shares.people.rules.names import full_name
from govapp.shares.people.rules.refusals import HolderNotFound
from govapp.shares.register.queries import get_holder_id
from govapp.shares.rolls.queries import RollEntryRow, find_roll_entry
from govapp.shares.rolls.service import SetProxy, confirm_proxy_on_rolls, put_proxy_on_rolls
from govapp.statutes.queries import get_profile_on

SCAN_TYPES = frozenset({"application/pdf", "image/png", "image/jpeg"})


@dataclass(frozen=True)
class Scan:
    """The scan of a signed proxy."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class RecordProxy:
    """Record what a signed proxy says: numbers of giver and holder (None where it names none), its day, what is asked.

    `instructions` are answers by item; an item without one leaves the holder free. `note` holds other instructions.
    """

    assembly_id: int
    giver_number: int
    holder_number: int | None
    channel: ProxyChannel
    signed_on: date
    instructions: Mapping[int, Instruction] = field(default_factory=dict)
    note: str = ""
    scan: Scan | None = None


def record_proxy(work: Work, command: RecordProxy, rolls: Collection[int]) -> int:
    """Record a proxy that a second officer has to confirm, and return its number.

    `rolls` are the frozen voting lists of the assembly. Raises AssemblyNotFound, AssemblyCalledOff, NoListYet,
    ProxyBlank, GiverUnknown, ProxyHolderUnknown, InstructionUnknown, ScanNotReadable, and what `check_days`,
    `check_proxy` and `check_document` raise.
    """
    assembly = _held_assembly(work, command.assembly_id)
    require_list(rolls)
    check_days(command.signed_on, assembly.held_on, work.today)
    giver = _giver_entry(work, command.giver_number, rolls)
    holder_id = _holder_id(work, require_named(command.holder_number))
    _check(work, assembly, giver.holder_id, holder_id)
    instructions = checked_instructions(command.instructions, _voted(work, assembly.id))
    row = Proxy(
        assembly_id=assembly.id,
        giver_id=giver.holder_id,
        holder_id=holder_id,
        channel=command.channel.value,
        signed_on=command.signed_on,
        instructions={str(item): answer.value for item, answer in sorted(instructions.items())},
        note=kept_lines(command.note),
        recorded_at=work.now,
        recorded_by=work.actor.reference,
        recorded_by_name=work.actor.name,
    )
    work.session.add(row)
    work.session.flush()
    facts: dict[str, FactValue] = {"number": giver.number, "proxy_holder": command.holder_number}
    if command.scan is not None:
        facts["sha256"] = _keep_scan(work, row.id, command.scan)
    record(work, AssemblyTag.PROXY_RECORDED, SubjectRef.to("proxy", row.id), facts=facts)
    _ask_another(work, get_proxy(work.session, row.id))
    return row.id


def confirm_proxy(work: Work, proxy_id: int, rolls: Collection[int]) -> ProxyRow:
    """Confirm as a second officer what another recorded, and return it: from now on the holder votes, and both know.

    All is checked again: the holder may have left, or reached the limit of the statutes, since it was recorded.
    Raises ProxyNotFound, ProxyNotWaiting, ProxyNeedsAnother, AssemblyCalledOff, NoListYet and what `check_days` and
    `check_proxy` raise.
    """
    assembly, found = _waiting(work, proxy_id)
    require_another((found.recorded_by, found.recorded_by_name), (work.actor.reference, work.actor.name))
    require_list(rolls)
    check_days(found.signed_on, assembly.held_on, work.today)
    _giver_entry(work, found.giver.number, rolls)
    _check(work, assembly, found.giver.id, found.holder.id, but=proxy_id)
    _answer(work, found, is_confirmed=True)
    confirm_proxy_on_rolls(work, SetProxy(proxy_id, found.giver.id, found.holder.id), rolls)
    tell_of_confirmed(work, assembly, found, rolls)
    return get_proxy(work.session, proxy_id)


def refuse_proxy(work: Work, proxy_id: int) -> ProxyRow:
    """Refuse a proxy, or withdraw it as the one who recorded it; raises ProxyNotFound, ProxyNotWaiting."""
    _assembly, found = _waiting(work, proxy_id)
    _answer(work, found, is_confirmed=False)
    record(work, AssemblyTag.PROXY_REFUSED, SubjectRef.to("proxy", proxy_id))
    return get_proxy(work.session, proxy_id)


def take_proxies_along(work: Work, assembly_id: int, roll_id: int) -> None:
    """Let the proxies of an assembly that are in force hold on another voting list of it, frozen just now."""
    for each in list_proxies(work.session, assembly_id):
        if each.state is ProxyState.IN_FORCE:
            put_proxy_on_rolls(work, SetProxy(each.id, each.giver.id, each.holder.id), [roll_id])


def _held_assembly(work: Work, assembly_id: int) -> Assembly:
    assembly = locked(work, assembly_id)
    if assembly.called_off_at is not None:
        raise AssemblyCalledOff
    return assembly


def _waiting(work: Work, proxy_id: int) -> tuple[Assembly, ProxyRow]:
    # The assembly first, whatever the proxy says by then: of two who answer at once, one sees the other's answer.
    assembly = _held_assembly(work, get_proxy(work.session, proxy_id).assembly_id)
    found = get_proxy(work.session, proxy_id)
    if found.state is not ProxyState.WAITING:
        raise ProxyNotWaiting
    return assembly, found


def _giver_entry(work: Work, number: int, rolls: Collection[int]) -> RollEntryRow:
    try:
        holder_id = get_holder_id(work.session, number)
    except HolderNotFound:
        raise GiverUnknown(number=str(number)) from None
    entries = (find_roll_entry(work.session, roll_id, holder_id) for roll_id in rolls)
    entry = next((each for each in entries if each is not None), None)
    if entry is None:
        raise GiverUnknown(number=str(number))
    return entry


def _holder_id(work: Work, number: int) -> int:
    try:
        return get_holder_id(work.session, number)
    except HolderNotFound:
        raise ProxyHolderUnknown(number=str(number)) from None


def _check(work: Work, assembly: Assembly, giver_id: int, holder_id: int, but: int | None = None) -> None:
    live = [each for each in list_proxies(work.session, assembly.id) if each.is_live and each.id != but]
    given_to = {each.giver.id: each.holder.name for each in live}

    def held_by(person_id: int) -> int:
        return sum(each.holder.id == person_id for each in live)

    giver, holder = (work.session.get_one(Holding, each) for each in (giver_id, holder_id))
    check_proxy(
        ProxyGiver(giver_id, _name(giver), given_to.get(giver_id, ""), held_by(giver_id)),
        ProxyTaker(holder_id, _name(holder), holder.shares > 0, held_by(holder_id), given_to.get(holder_id, "")),
        proxy_rules_of(get_profile_on(work.session, assembly.held_on)),
    )


def _name(holding: Holding) -> str:
    return full_name(holding.name, holding.given_name)


def _voted(work: Work, assembly_id: int) -> dict[int, bool]:
    """Return the items that are voted, and whether for, against and abstention are their answers."""
    agenda = get_agenda(work.session, assembly_id)
    return {item.item_id: item.method is VotingMethod.DECISION for item in agenda if item.is_voted}


def _keep_scan(work: Work, proxy_id: int, scan: Scan) -> str:
    name, media_type = check_document(scan.name, scan.content)
    if media_type not in SCAN_TYPES:
        raise ScanNotReadable
    digest = sha256_hex(scan.content)
    work.session.add(
        ProxyScan(proxy_id=proxy_id, name=name, media_type=media_type, sha256=digest, content=scan.content)
    )
    work.session.flush()
    return digest


def _answer(work: Work, found: ProxyRow, *, is_confirmed: bool) -> None:
    work.session.add(
        ProxyAnswer(
            proxy_id=found.id,
            recorded_by=found.recorded_by,
            is_confirmed=is_confirmed,
            answered_at=work.now,
            answered_by=work.actor.reference,
            answered_by_name=work.actor.name,
        )
    )
    work.session.flush()


def _ask_another(work: Work, proxy: ProxyRow) -> None:
    """Write to those who may confirm, with the first proxy that waits: a desk records many in an hour."""
    waiting = [each for each in list_proxies(work.session, proxy.assembly_id) if each.state is ProxyState.WAITING]
    if len(waiting) > 1:
        return
    about = f"{proxy.giver.name} ({proxy.giver.number}) → {proxy.holder.name} ({proxy.holder.number})"
    readers = (each for each in list_officers(work.session, work.now) if each.roles & MAY_RECORD)
    ask_second_person(work, Waiting(WaitingKind.PROXY, about, office_proxies_path(proxy.assembly_id)), readers)
