"""The page that shows a code once, to be read or scanned by the person who stands at the desk."""

import io

import segno
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from govapp.accounts.codes import CODE_PATH, in_groups
from govapp.assembly.attendance.rules.meeting_day import DESK_ROLES
from govapp.assembly.attendance.views import bp
from govapp.assembly.votes.service.desk_codes import HandOutCode, hand_out_code
from govapp.kernel.errors import Conflict
from govapp.request_context import fresh, officers, settings, transact, translator

NEVER_KEPT = {"Cache-Control": "no-store"}


@bp.post("/office/assemblies/<int:assembly_id>/desks/<int:desk>/holders/<int:party_id>/code")
@officers(*DESK_ROLES)
@fresh
def hand_out(assembly_id: int, desk: int, party_id: int) -> ResponseReturnValue:
    """Hand out a code to somebody who is checked in; the answer alone shows it."""
    try:
        found = transact(lambda work: hand_out_code(work, HandOutCode(assembly_id, party_id, desk)))
    except Conflict as refusal:
        flash(" ".join(translator().describe_refusal(refusal)), "bad")
        return redirect(url_for("attendance.desk", assembly_id=assembly_id, desk=desk), code=303)
    site = settings().base_url.rstrip("/")
    page = render_template(
        "assembly/attendance/desk_code.html",
        assembly_id=assembly_id,
        desk=desk,
        found=found,
        code=in_groups(found.code.code),
        square=_square(found.code.link_address(site)),
        address=f"{site}{CODE_PATH}".partition("://")[2],
    )
    return page, 200, NEVER_KEPT


def _square(address: str) -> Markup:
    drawing = io.BytesIO()
    segno.make_qr(address, error="m").save(drawing, kind="svg", scale=6, border=4, xmldecl=False, svgns=False, nl=False)
    return Markup(drawing.getvalue().decode())  # noqa: S704 - drawn here, from an address that is made here
