"""The page on which anybody checks a whole vote in the browser, without a command line and without an account."""

from math import ceil
from typing import Final

from flask import render_template, request
from flask.typing import ResponseReturnValue

from govapp.ballots import queries
from govapp.ballots.queries import PaperRow
from govapp.ballots.rules.refusals import PaperNotFound
from govapp.ballots.views import bp
from govapp.ballots.views.presenters import describe_paper, home_of
from govapp.request_context import language, now, public, read_only

CIPHERTEXT_BYTES: Final = 700
BALLOT_BYTES: Final = 2_000
CODE_BYTES: Final = 67
BYTES_OF_MB: Final = 1_000_000


@bp.get("/board/<uuid>/check")
@public
def check(uuid: str) -> ResponseReturnValue:
    """Show the page; `?ballot=` is a tracking number to look for. Raises PaperNotFound before the paper is sealed."""
    with read_only() as work:
        found = queries.get_public_paper(work.session, uuid)
        queries.require_row_as_sealed(work.session, queries.get_paper(work.session, uuid))
    if not found.is_sealed:
        raise PaperNotFound
    return render_template(
        "ballots/check.html",
        paper=describe_paper(found, language(), now()),
        found=found,
        megabytes=archive_megabytes(found),
        ballot=request.args.get("ballot", "").strip(),
        home=home_of(found),
    )


def archive_megabytes(found: PaperRow) -> int:
    """Return about how many megabytes the archive has, at least one: said before anybody downloads it."""
    ciphertexts = sum(len(each.answers) + each.blank for each in found.questions)
    size = found.ballots * (ciphertexts * CIPHERTEXT_BYTES + BALLOT_BYTES) + found.voters * CODE_BYTES
    return max(ceil(size / BYTES_OF_MB), 1)
