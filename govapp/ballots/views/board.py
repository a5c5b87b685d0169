"""The public board of a ballot paper: everything that anybody needs to check it, and nothing about anybody."""

from collections.abc import Iterator
from typing import Final

from flask import Response, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue

from govapp.ballots import queries
from govapp.ballots.queries import PaperRow
from govapp.ballots.queries.archive import CREDENTIALS, ELECTION
from govapp.ballots.receipts.tracker import is_tracker, tracker_from_path
from govapp.ballots.rules.refusals import PaperNotFound
from govapp.ballots.views import bp
from govapp.ballots.views.shown import home_of, shown_paper, shown_questions
from govapp.edge import language, now, public, read_only

PER_PAGE: Final = 50
DAY_SECONDS: Final = 24 * 3600


@bp.get("/board/<uuid>")
@public
def board(uuid: str) -> ResponseReturnValue:
    """Show the board: texts, key holders, fingerprint, chain, trackers; with `?tracker=` look one up."""
    wanted = "".join(request.args.get("tracker", "").split())
    page = max(request.args.get("page", 1, type=int), 1)
    with read_only() as work:
        found = queries.public_paper(work.session, uuid)
        places = queries.seats(work.session, found.id)
        pages = max(-(-found.ballots // PER_PAGE), 1)
        page = min(page, pages)
        listed = queries.board_page(work.session, found.id, offset=(page - 1) * PER_PAGE, limit=PER_PAGE)
        marks = queries.marks(work.session, found.id)
        match = queries.look_up(work.session, found.id, tracker_from_path(wanted)) if wanted else None
    return render_template(
        "ballots/board.html",
        paper=shown_paper(found, language(), now()),
        found=found,
        questions=shown_questions(found, language()),
        seats=places,
        listed=listed,
        marks=marks,
        page=page,
        pages=pages,
        wanted=wanted,
        is_number=is_tracker(tracker_from_path(wanted)),
        match=match,
        home=home_of(found),
    )


@bp.get("/board/<uuid>/record.json")
@public
def record(uuid: str) -> ResponseReturnValue:
    """Give the exact bytes of the election record, whose SHA-256 is the fingerprint."""
    return _fixed(uuid, ELECTION)


@bp.get("/board/<uuid>/credentials.json")
@public
def credentials(uuid: str) -> ResponseReturnValue:
    """Give the exact bytes of the list of public voting codes; no name is in it and its order tells nothing."""
    return _fixed(uuid, CREDENTIALS)


@bp.get("/board/<uuid>/archive")
@public
def archive(uuid: str) -> ResponseReturnValue:
    """Download the archive, `UUID.bel`, as it stands: also while people vote; with the result once it is announced."""
    with read_only() as work:
        found = _sealed(queries.public_paper(work.session, uuid))
    headers = {"Content-Disposition": f'attachment; filename="{uuid}.bel"'}
    return Response(stream_with_context(_pieces(found)), mimetype="application/octet-stream", headers=headers)


def _pieces(found: PaperRow) -> Iterator[bytes]:
    with read_only() as work:
        yield from queries.archive(work.session, found)


def _fixed(uuid: str, position: int) -> ResponseReturnValue:
    with read_only() as work:
        found = _sealed(queries.paper(work.session, uuid))
        body = queries.record_body(work.session, found.id, position)
    headers = {"Cache-Control": f"public, max-age={DAY_SECONDS}"}
    return Response(body, mimetype="application/json", headers=headers)


def _sealed(found: PaperRow) -> PaperRow:
    if not found.is_sealed:
        raise PaperNotFound
    return found
