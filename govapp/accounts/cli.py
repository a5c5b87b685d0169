"""`govapp accounts`: let officers in, open their sign-in again, list them, compare their roles with the journal."""

import json

import click

from govapp.accounts import queries
from govapp.accounts.service import InviteOfficer, invite_officer, link_url, reinstate, unlock
from govapp.command_context import read_only, unit_of_work
from govapp.kernel.actors import Role
from govapp.kernel.texts import LANGUAGES, Language
from govapp.settings import Settings


@click.group()
def accounts() -> None:
    """Let officers in, open their sign-in again, list them, compare their roles with the journal."""


@accounts.command()
@click.argument("email")
@click.option("--name", required=True, help="The name that others will see.")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice([role.value for role in Role]))
@click.option("--language", default="fr", type=click.Choice([language.value for language in LANGUAGES]))
@click.option("--print-link", is_flag=True, help="Show the personal link here as well: it opens the account.")
def invite(email: str, name: str, roles: tuple[str, ...], language: str, *, print_link: bool) -> None:
    """Invite the officer with address EMAIL."""
    command = InviteOfficer(email, name, Language(language), frozenset(Role(role) for role in roles))
    with unit_of_work() as work:
        number, link = invite_officer(work, command)
        address = link_url(work.session, link, Settings().base_url, Settings().office_url)
    click.echo(f"officer {number} invited; the mail waits in the outbox")
    if print_link:
        click.echo(address)


@accounts.command("unlock")
@click.argument("email")
def unlock_account(email: str) -> None:
    """Open the sign-in of the officer with address EMAIL again."""
    with unit_of_work() as work:
        was_counting = unlock(work, email)
    click.echo("sign-in is open again" if was_counting else "sign-in was open already")


@accounts.command("reinstate")
@click.argument("email")
@click.option("--reason", required=True, help="Why this officer comes in again; the journal keeps it.")
def reinstate_account(email: str, reason: str) -> None:
    """Let the suspended officer with address EMAIL in again, when no second administrator is there to do it.

    The journal and `govapp accounts check` say that it was done from the command line.
    """
    with unit_of_work() as work:
        officer = queries.find_officer_by_email(work.session, email)
        if officer is None:
            raise click.ClickException("no officer has this address")
        reinstate(work, officer.id, reason=reason)
    click.echo(f"officer {officer.id} comes in again")


@accounts.command()
def check() -> None:
    """Compare officers and roles with the journal, and personal links with what was signed; exit 1 where one differs.

    What was given from the command line is named too: no second administrator confirmed it.
    """
    with read_only() as work:
        faults = [*queries.list_role_faults(work.session), *queries.list_officer_faults(work.session)]
        changed = list(queries.list_link_faults(work.session))
        phones = queries.list_old_phones(work.session)
        old = queries.count_old_links(work.session, work.now)
        commands = list(queries.list_commands(work.session))
    click.echo("\n".join([*(faults or ["every role is one that the journal tells"]), *commands]))
    if phones:
        names = ", ".join(f"officer {each.officer_id} ({each.name})" for each in phones)
        click.echo(
            f"{len(phones)} phones are older than their digest in the journal, so that nothing tells whose they are"
        )
        click.echo(f"  connect them again, each officer under My account, or by a new invitation: {names}")
    click.echo("\n".join(changed or ["every personal link is what was issued"]))
    if old:
        click.echo(f"{old} links of version 0.1 still open something: their tokens do not sign whom they let in")
    if faults or changed:
        raise SystemExit(1)


@accounts.command("list")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def list_officers(*, as_json: bool) -> None:
    """List the officers with the roles they hold now."""
    with read_only() as work:
        rows = queries.list_officers(work.session, work.now)
    if as_json:
        found = [
            {
                "id": row.id,
                "name": row.name,
                "email": row.email,
                "roles": sorted(row.roles),
                "enrolled": row.is_enrolled,
            }
            for row in rows
        ]
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for row in rows:
        state = "suspended" if row.suspended_at else "" if row.is_enrolled else "invited"
        click.echo(f"{row.id:>4}  {row.name:<30} {row.email:<40} {', '.join(sorted(row.roles))} {state}".rstrip())
