"""Who holds which role now: for administrators, and for auditors who look at the trail."""

from flask import render_template
from flask.typing import ResponseReturnValue

from govapp.accounts import queries
from govapp.accounts.views import bp
from govapp.kernel.actors import Role
from govapp.request_context import now, officers, read_only


@bp.get("/office/roles")
@officers(Role.ADMINISTRATOR, Role.AUDITOR)
def role_list() -> ResponseReturnValue:
    """List the roles that are held now, each with who holds it, since when, and who gave it."""
    with read_only() as work:
        holders = queries.list_role_holders(work.session, now())
        conflicting = queries.list_roles_that_may_not_meet(work.session, now())
    return render_template(
        "accounts/roles.html",
        by_role=[(role, [each for each in holders if each.grant.role is role]) for role in Role],
        conflicting=conflicting,
    )
