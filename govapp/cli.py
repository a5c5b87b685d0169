"""The command line: one group per room. Exit status 0 done, 1 refused or not in order, 2 misuse."""

import sys

import click

from govapp import __version__
from govapp.accounts.cli import accounts
from govapp.anchor import anchor
from govapp.assembly.votes.cli import assembly
from govapp.audit.cli import audit
from govapp.ballots.cli import ballots
from govapp.db.cli import db
from govapp.demo.cli import demo
from govapp.kernel.errors import Refusal
from govapp.kernel.texts import Language
from govapp.language.translator import translator_for
from govapp.rehearsal.cli import rehearse_command
from govapp.settings import SettingError
from govapp.shares.register.cli import shares
from govapp.statutes.cli import statutes
from govapp.worker import worker


@click.group()
@click.version_option(__version__)
def govapp() -> None:
    """Run the democracy of a cooperative: register, roll, assembly, secret ballots, proof."""


for command in (accounts, anchor, assembly, audit, ballots, db, demo, rehearse_command, shares, statutes, worker):
    govapp.add_command(command)


def main() -> None:
    """Run a command; a refusal is printed as its sentence and exits 1, a missing setting is named and exits 2."""
    try:
        govapp.main(standalone_mode=False)
    except Refusal as refusal:
        click.echo("\n".join(translator_for(Language.EN).describe_refusal(refusal)), err=True)
        sys.exit(1)
    except SettingError as missing:
        click.echo(str(missing), err=True)
        sys.exit(2)
    except click.ClickException as misuse:
        misuse.show()
        sys.exit(misuse.exit_code)
    except click.Abort:
        sys.exit(1)
