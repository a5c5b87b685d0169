"""`govapp anchor`: write down, signed, where every chain stands, for whoever wants to keep it elsewhere."""

from pathlib import Path

import click

from govapp.accounts.signing import installation_signer
from govapp.audit.anchors import current_anchor
from govapp.ballots.queries.anchoring import ALL_CHAINS
from govapp.command_context import read_only


@click.command()
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
def anchor(file: Path | None) -> None:
    """Write where journal, register and votes stand now, signed, to FILE or to standard output.

    Keep it where nobody who looks after this database can reach it. Later `govapp audit verify --anchor FILE`,
    `govapp shares check --anchor FILE` and `govapp ballots check --anchor FILE` find what was cut off since.
    """
    with read_only() as work:
        signed = current_anchor(work.session, work.now, installation_signer(work.keys), ALL_CHAINS)
    if file is None:
        click.echo(signed.text)
        return
    file.write_text(f"{signed.text}\n", encoding="utf-8")
    click.echo(f"{file}: {', '.join(f'{head.length} {head.unit} of the {head.chain}' for head in signed.anchor.heads)}")
