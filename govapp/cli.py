"""The command line: one group per room. Exit status 0 done, 1 refused or not in order, 2 misuse."""

import sys
from pathlib import Path
from typing import NoReturn

import click
from sqlalchemy.exc import DBAPIError

from govapp import __version__
from govapp.accounts.cli import accounts
from govapp.anchor import anchor
from govapp.assembly.minutes.cli import minutes
from govapp.assembly.votes.cli import assembly
from govapp.audit.cli import audit
from govapp.ballots.cli import ballots
from govapp.db.cli import db
from govapp.demo.cli import demo
from govapp.kernel.errors import Refusal
from govapp.kernel.texts import Language
from govapp.language.translator import translator_for
from govapp.rehearsal.cli import rehearse_command
from govapp.settings import SettingError, take_env_file
from govapp.shares.register.cli import shares
from govapp.statutes.cli import statutes
from govapp.worker import worker


@click.group()
@click.version_option(__version__)
@click.option(
    "--env-file",
    type=click.Path(path_type=Path),
    help="Take the settings from this file of NAME=value, which the services read (docs/running.md).",
)
def govapp(*, env_file: Path | None) -> None:
    """Run the democracy of a cooperative: register, roll, assembly, secret ballots, proof."""
    if env_file is not None:
        take_env_file(env_file)


for command in (
    accounts,
    anchor,
    assembly,
    audit,
    ballots,
    db,
    demo,
    minutes,
    rehearse_command,
    shares,
    statutes,
    worker,
):
    govapp.add_command(command)


def main() -> None:
    """Run a command; a refusal is printed as its sentence and exits 1.

    A setting that is missing, a file that cannot be read and a database that cannot be used are named and exit 2.
    """
    try:
        govapp.main(standalone_mode=False)
    except Refusal as refusal:
        click.echo("\n".join(translator_for(Language.EN).describe_refusal(refusal)), err=True)
        sys.exit(1)
    except SettingError as missing:
        _say_and_exit(str(missing))
    except DBAPIError as fault:
        _say_and_exit(_about_the_database(fault))
    except OSError as fault:
        _say_and_exit(f"{fault.filename or 'The system says'}: {fault.strerror or fault}")
    except click.ClickException as misuse:
        misuse.show()
        sys.exit(misuse.exit_code)
    except click.Abort:
        sys.exit(1)


def _say_and_exit(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(2)


def _about_the_database(fault: DBAPIError) -> str:
    said = str(fault.orig).strip().partition("\n")[0]
    if any(part in said for part in _NO_TABLES):
        return f"The database lacks tables of this program ({said}): run `govapp db upgrade` with the same settings."
    return f"The database cannot be used ({said}): look at GOVAPP_DATABASE_URL, and whether it runs."


# As SQLite and PostgreSQL say it.
_NO_TABLES = ("no such table", "no such column", "relation ", "column ")
