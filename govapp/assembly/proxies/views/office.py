"""Recording proxies and confirming those that somebody else recorded."""

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import CombinedMultiDict

from govapp.assembly.agenda.queries import get_agenda
from govapp.assembly.agenda.rules.items import Item, VotingMethod
from govapp.assembly.meeting.queries import AssemblyRow, get_assembly
from govapp.assembly.proxies.forms import EndProxyForm, ProxyForm, proxy_form_for
from govapp.assembly.proxies.queries import (
    count_proxies_by_holder,
    find_scan,
    get_proxy,
    list_proxies,
)
from govapp.assembly.proxies.rules.recording import (
    CHANNEL_NAMES,
    INSTRUCTION_NAMES,
    MAY_RECORD,
    ProxyChannel,
    ProxyRules,
    proxy_rules_of,
)
from govapp.assembly.proxies.rules.states import REASON_NAMES, ProxyState
from govapp.assembly.proxies.service import RecordProxy, Scan, confirm_proxy, end_proxy, record_proxy, refuse_proxy
from govapp.assembly.proxies.views import bp
from govapp.db.uow import Work
from govapp.forms import MENDABLE
from govapp.kernel.actors import Role
from govapp.kernel.errors import Refusal
from govapp.request_context import (
    actor,
    as_download,
    declarations,
    fresh,
    language,
    officers,
    read_only,
    refused,
    status_of,
    transact,
    translator,
)
from govapp.shares.rolls.rules.rights import ProxyEndReason
from govapp.statutes.queries import get_profile_on
from govapp.statutes.rules.law import SOURCES
from govapp.statutes.views.presenters import citation

READERS = (Role.SECRETARY, Role.REGISTRAR, Role.AUDITOR)
WRITERS = (Role.SECRETARY, Role.REGISTRAR)
PREFIX = "proxy-"


@bp.get("/office/assemblies/<int:assembly_id>/proxies")
@officers(*READERS)
def office_proxies(assembly_id: int) -> ResponseReturnValue:
    """Show the proxies of an assembly, what the statutes say about them, and the form that records one."""
    return _page(assembly_id)


@bp.post("/office/assemblies/<int:assembly_id>/proxies")
@officers(*WRITERS)
def proxy_record(assembly_id: int) -> ResponseReturnValue:
    """Record a proxy; another officer confirms it."""
    with read_only() as work:
        sent: CombinedMultiDict[str, Any] = CombinedMultiDict([request.files, request.form])
        form = _form(work, get_assembly(work.session, assembly_id), sent)
    if not form.validate():
        return _page(assembly_id, form), 422
    file = form.scan.data
    command = RecordProxy(
        assembly_id,
        form.giver.data or 0,
        form.holder.data,
        ProxyChannel(form.channel.data),
        form.signed_on.data or date.min,
        form.instructions(),
        form.note.data or "",
        Scan(file.filename or "", file.read()) if file else None,
    )
    try:
        transact(lambda work: record_proxy(work, command, _rolls(work, assembly_id)))
    except MENDABLE as refusal:
        status = refused(form, refusal)
        return _page(assembly_id, form), status
    flash(gettext("Recorded. Another secretary or registrar has to confirm it, with the paper at hand."), "ok")
    return _back(assembly_id)


@bp.get("/office/proxies/<int:proxy_id>")
@officers(*READERS)
def proxy(proxy_id: int) -> ResponseReturnValue:
    """Lead from a proxy to its place on the page of its assembly."""
    with read_only() as work:
        found = get_proxy(work.session, proxy_id)
    return redirect(url_for("proxies.office_proxies", assembly_id=found.assembly_id, _anchor=f"proxy-{proxy_id}"))


@bp.post("/office/proxies/<int:proxy_id>/confirm")
@officers(*WRITERS)
@fresh
def proxy_confirm(proxy_id: int) -> ResponseReturnValue:
    """Confirm what another officer recorded: from now on the holder votes."""
    assembly_id = _assembly_of(proxy_id)
    try:
        found = transact(lambda work: confirm_proxy(work, proxy_id, _rolls(work, assembly_id)))
    except Refusal as refusal:
        return _refused(assembly_id, refusal)
    said = gettext("%(holder)s votes for %(giver)s from now on. Both are told.")
    flash(said % {"holder": found.holder.name, "giver": found.giver.name}, "ok")
    return _back(assembly_id)


@bp.post("/office/proxies/<int:proxy_id>/refuse")
@officers(*WRITERS)
def proxy_refuse(proxy_id: int) -> ResponseReturnValue:
    """Refuse a proxy that waits, or withdraw it."""
    assembly_id = _assembly_of(proxy_id)
    try:
        transact(lambda work: refuse_proxy(work, proxy_id))
    except Refusal as refusal:
        return _refused(assembly_id, refusal)
    flash(gettext("The proxy is not confirmed: the giver votes as before."), "ok")
    return _back(assembly_id)


@bp.post("/office/proxies/<int:proxy_id>/end")
@officers(*WRITERS)
def proxy_end(proxy_id: int) -> ResponseReturnValue:
    """End a proxy in force because the giver came, or said so."""
    assembly_id = _assembly_of(proxy_id)
    form = EndProxyForm(prefix="end-")
    if not form.validate_on_submit():
        flash(gettext("Choose why the proxy ends."), "bad")
        return _page(assembly_id), 422
    reason = ProxyEndReason(form.why.data)
    try:
        found = transact(lambda work: end_proxy(work, proxy_id, reason, _rolls(work, assembly_id)))
    except Refusal as refusal:
        return _refused(assembly_id, refusal)
    said = gettext("The proxy ended: %(giver)s votes in person. Both are told.")
    flash(said % {"giver": found.giver.name}, "ok")
    return _back(assembly_id)


@bp.get("/office/proxies/<int:proxy_id>/scan")
@officers(*READERS)
def proxy_scan(proxy_id: int) -> ResponseReturnValue:
    """Give the scan of a proxy, as a file to keep."""
    with read_only() as work:
        file = find_scan(work.session, proxy_id)
    return as_download(file.content, file.name, file.media_type)


def _rolls(work: Work, assembly_id: int) -> tuple[int, ...]:
    return declarations().list_rolls(work.session, assembly_id)


def _assembly_of(proxy_id: int) -> int:
    with read_only() as work:
        return get_proxy(work.session, proxy_id).assembly_id


def _back(assembly_id: int) -> ResponseReturnValue:
    return redirect(url_for("proxies.office_proxies", assembly_id=assembly_id), code=303)


def _refused(assembly_id: int, refusal: Refusal) -> ResponseReturnValue:
    flash(" ".join(translator().describe_refusal(refusal)), "bad")
    return _page(assembly_id), status_of(refusal)


def _form(work: Work, row: AssemblyRow, sent: CombinedMultiDict[str, Any] | None = None) -> ProxyForm:
    agenda = get_agenda(work.session, row.id)
    voted = [(item, _label(item)) for item in agenda if item.method is VotingMethod.DECISION]
    form = proxy_form_for(voted)(sent, prefix=PREFIX)
    # Left empty it is refused by its own sentence, and not by that of any empty field.
    form.holder.flags.optional = False
    return form


def _label(item: Item) -> str:
    return f"{item.number}. {item.title.in_language(language()).text}"


def _page(assembly_id: int, form: ProxyForm | None = None) -> str:
    with read_only() as work:
        row = get_assembly(work.session, assembly_id)
        found = list_proxies(work.session, assembly_id)
        rules = proxy_rules_of(get_profile_on(work.session, row.held_on))
        rolls = _rolls(work, assembly_id)
        items = {item.item_id: _label(item) for item in get_agenda(work.session, assembly_id)}
        holders = count_proxies_by_holder(work.session, assembly_id)
        form = form or _form(work, row)
    return render_template(
        "assembly/proxies/office.html",
        row=row,
        waiting=[each for each in found if each.state is ProxyState.WAITING],
        in_force=[each for each in found if each.state is ProxyState.IN_FORCE],
        over=[each for each in found if not each.is_live],
        holders=holders,
        rules=describe_rules(rules),
        has_list=bool(rolls),
        items=items,
        form=form,
        end=EndProxyForm(prefix="end-"),
        channel_names=CHANNEL_NAMES,
        instruction_names=INSTRUCTION_NAMES,
        reason_names=REASON_NAMES,
        me=actor().reference,
        my_name=actor().name,
        may_write=not actor().roles.isdisjoint(MAY_RECORD),
    )


def describe_rules(rules: ProxyRules) -> list[str]:
    """Return what law and statutes say of proxy holders in sentences, each with its article where it is certain."""
    said = [
        gettext("By the statutes only a shareholder may hold a proxy.")
        if rules.must_be_shareholder
        else gettext("Anybody may hold a proxy; to vote on this site, a number in the register is needed."),
        gettext("One person may hold any number of proxies.")
        if rules.limit is None
        else gettext("By the statutes one person holds at most %(limit)s.", limit=translator().number(rules.limit)),
    ]
    articles = (citation(SOURCES[name]) for name in ("must_proxy_be_holder", "proxies_per_person"))
    return [
        f"{sentence.rstrip('.')} ({article})." if article else sentence
        for sentence, article in zip(said, articles, strict=True)
    ]
