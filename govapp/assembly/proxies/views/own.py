"""A shareholder's own proxies, given and held, and how many each person holds."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govapp.assembly.agenda.queries import get_agenda
from govapp.assembly.meeting.queries import get_assembly
from govapp.assembly.meeting.rules.refusals import AssemblyNotFound
from govapp.assembly.proxies.queries import count_proxies_by_holder, get_proxy, list_proxies_of
from govapp.assembly.proxies.rules.recording import INSTRUCTION_NAMES
from govapp.assembly.proxies.rules.states import ProxyState
from govapp.assembly.proxies.service import end_own_proxy
from govapp.assembly.proxies.views import bp
from govapp.kernel.errors import Conflict
from govapp.request_context import (
    actor,
    declarations,
    language,
    read_only,
    shareholders,
    transact,
    translator,
)

SHOWN = (ProxyState.WAITING, ProxyState.IN_FORCE, ProxyState.ENDED)


@bp.get("/my/proxies")
@shareholders
def mine() -> ResponseReturnValue:
    """Show the proxies that the reader gave and holds, with their instructions; each can be ended here."""
    with read_only() as work:
        found = [each for each in list_proxies_of(work.session, actor().id or 0) if each.state in SHOWN]
        assemblies = {each.assembly_id: get_assembly(work.session, each.assembly_id) for each in found}
        items = {
            item.item_id: f"{item.number}. {item.title.in_language(language()).text}"
            for number in assemblies
            for item in get_agenda(work.session, number)
        }
    return render_template(
        "assembly/proxies/mine.html",
        given=[each for each in found if each.giver.id == actor().id],
        # What waits binds nobody yet: its holder is told when it is confirmed.
        held=[each for each in found if each.holder.id == actor().id and each.state is not ProxyState.WAITING],
        assemblies=assemblies,
        items=items,
        instruction_names=INSTRUCTION_NAMES,
    )


@bp.post("/my/proxies/<int:proxy_id>/end")
@shareholders
def end_mine(proxy_id: int) -> ResponseReturnValue:
    """End the reader's own proxy, or decline one that the reader holds."""
    with read_only() as work:
        assembly_id = get_proxy(work.session, proxy_id).assembly_id
    try:
        found = transact(
            lambda work: end_own_proxy(work, proxy_id, declarations().list_rolls(work.session, assembly_id))
        )
    except Conflict as refusal:
        flash(" ".join(translator().describe_refusal(refusal)), "bad")
        return redirect(url_for("proxies.mine"), code=303)
    if found.giver.id == actor().id:
        flash(
            gettext("The proxy ended. You vote yourself now: open your ballot paper on the page of your votes."), "ok"
        )
    else:
        flash(gettext("You no longer hold this proxy. The giver is told."), "ok")
    return redirect(url_for("proxies.mine"), code=303)


@bp.get("/assemblies/<int:assembly_id>/proxies")
@shareholders
def proxy_holders(assembly_id: int) -> ResponseReturnValue:
    """Show every shareholder who holds how many proxies; who gave them is not shown."""
    with read_only() as work:
        row = get_assembly(work.session, assembly_id)
        if not row.is_public:
            raise AssemblyNotFound
        holders = count_proxies_by_holder(work.session, assembly_id)
    return render_template("assembly/proxies/holders.html", row=row, holders=holders)
