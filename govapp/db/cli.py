"""`govapp db`: upgrade, check, backup and restore."""

import os
import sys
from pathlib import Path

import click

from govapp.db.append_only import append_only_tables, faults_of_triggers, triggers_found
from govapp.db.backup import PRIVATE, back_up, restore
from govapp.db.engine import Database, open_database
from govapp.db.guards import all_guards, faults_of_guards
from govapp.db.migrate import revisions
from govapp.db.migrate import upgrade as run_migrations
from govapp.settings import SettingError, load_settings


def opened() -> Database:
    """Open the database that the settings name; raises SettingError when they name none."""
    return open_database(load_settings().database())


def opened_as_it_is() -> Database:
    """Open the database that the settings name; raises SettingError when it is not there."""
    database = opened()
    path = database.engine.url.database
    if database.is_sqlite and path and not Path(path).exists():
        raise SettingError(f"There is no database at {path}: `govapp db upgrade` makes one, with the same settings")
    return database


def _refuse_roots_file(folder: Path) -> None:
    """Refuse to make a file of root's in the folder of somebody else, who could not write to it."""
    owner = next(each for each in (folder, *folder.parents) if each.exists()).stat().st_uid
    if os.geteuid() == 0 and owner != 0:
        raise SettingError(f"{folder} belongs to another user, who could not write what root makes there: sudo -u")


@click.group()
def db() -> None:
    """Look after the database."""


@db.command()
def upgrade() -> None:
    """Bring the schema to that of this program."""
    database = opened()
    database_path = database.engine.url.database
    if database.is_sqlite and database_path:
        _refuse_roots_file(Path(database_path).absolute().parent)
        Path(database_path).parent.mkdir(parents=True, exist_ok=True)
        Path(database_path).touch(mode=PRIVATE)
    run_migrations(database)
    click.echo(f"schema {revisions(database)[0]}")


@db.command()
def check() -> None:
    """Say whether the schema is that of this program and its triggers still protect the rows; exit 1 when not."""
    database = opened_as_it_is()
    current, head = revisions(database)
    click.echo(f"schema {current}, expected {head}")
    if current != head:
        sys.exit(1)
    with database.engine.connect() as connection:
        faults = [*faults_of_triggers(connection), *faults_of_guards(connection, triggers_found(connection))]
    for fault in faults:
        click.echo(fault)
    if not faults:
        kept, locked = len(append_only_tables()), len(all_guards())
        click.echo(f"triggers in order: {kept} tables are append-only, {locked} guards keep what is locked")
    sys.exit(1 if faults else 0)


@db.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Write a consistent copy of the database to FILE while it is in use."""
    back_up(opened_as_it_is(), file)
    click.echo(f"{file}: {file.stat().st_size} bytes")


@db.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Replace what is in the database now.")
def restore_command(file: Path, yes: bool) -> None:
    """Put a copy made by `backup` back; refuses to replace a database in use without --yes."""
    restore(opened(), file, replace=yes)
    click.echo("restored, and everybody is signed out; run `govapp shares check` and `govapp audit verify` to prove it")
