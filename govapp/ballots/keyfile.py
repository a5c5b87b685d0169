"""The key file of a key holder without a browser, and the note beside it of the one total that it opened.

A key opens one total. Whoever runs the server could ask for a second share, of another total with the same key: of one
voter's ballot, say, among some of their own whose content they know.
"""

import os
from pathlib import Path

import click

from pybelenios.errors import Malformed
from pybelenios.jsontext import sha256_hex
from pybelenios.trustees import TrusteePair, read_private_key

PRIVATE = 0o600


def write_key(file: Path, pair: TrusteePair) -> None:
    """Write the private part of a key into a new file that only its owner can read; UsageError when it is there."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
    except FileExistsError as error:
        raise click.UsageError(f"{file} is there already; a key is never overwritten") from error
    with os.fdopen(handle, "w", encoding="ascii") as opened:
        opened.write(pair.private_file())


def read_key(file: Path) -> int:
    """Return the private key in a file; UsageError when there is none in it."""
    try:
        return read_private_key(file.read_text(encoding="ascii"))
    except (Malformed, UnicodeDecodeError) as fault:
        raise click.UsageError(f"{file} does not hold a private key") from fault


def open_once(file: Path, encrypted_tally: bytes) -> None:
    """Note beside the key that it opens this total; ClickException when it has opened another one before.

    The same total again is fine: a share can get lost. Where nothing can be written, this is said and nothing stopped.
    """
    note, digest = file.with_name(f"{file.name}.opened"), sha256_hex(encrypted_tally)
    try:
        with note.open("x", encoding="ascii") as fresh:
            fresh.write(f"{digest}\n")
    except FileExistsError:
        if note.read_text(encoding="ascii").strip() != digest:
            raise click.ClickException(
                f"this key has opened another total before ({note}). A key opens one total only: a second one could "
                "show what somebody voted. Do not decrypt, tell the other key holders."
            ) from None
    except OSError as fault:
        click.echo(f"Nothing could be noted beside the key ({fault}): never open another total with it.", err=True)
