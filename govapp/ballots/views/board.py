"""The public board of a ballot paper: everything that anybody needs to check it, and nothing about anybody."""

import tempfile
import threading
from typing import IO, Final

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from govapp.audit.anchors import list_anchors
from govapp.ballots import queries, service
from govapp.ballots.queries import PaperRow
from govapp.ballots.queries.archive import CREDENTIALS, ELECTION
from govapp.ballots.rules.refusals import PaperNotFound, TooManyDownloads, VoteNotAsTold
from govapp.ballots.views import bp
from govapp.ballots.views.cautions import describe_cautions
from govapp.ballots.views.presenters import describe_paper, describe_questions, describe_signed_state, home_of
from govapp.kernel.actors import ActorKind
from govapp.kernel.subjects import SubjectRef
from govapp.request_context import actor, as_download, language, now, public, read_only, settings, translator
from pybelenios.jsontext import compact
from pybelenios.receipts.tracker_words import read_sought
from pybelenios.window import encode_event

PER_PAGE: Final = 50
DAY_SECONDS: Final = 24 * 3600
MAX_ARCHIVE_WRITERS: Final = 2
PIECE: Final = 1 << 16

_writers = threading.BoundedSemaphore(MAX_ARCHIVE_WRITERS)


@bp.get("/board/<uuid>")
@public
def board(uuid: str) -> ResponseReturnValue:
    """Show the board; `?tracker=` looks a ballot up, by number or words; `?receipt=` checks a signed receipt.

    Raises PaperNotAsSealed.
    """
    wanted, receipt = (request.args.get(name, "").strip() for name in ("tracker", "receipt"))
    page = max(request.args.get("page", 1, type=int), 1)
    with read_only() as work:
        found = queries.get_public_paper(work.session, uuid)
        queries.require_row_as_sealed(work.session, queries.get_paper(work.session, uuid))
        trustees = queries.list_trustees(work.session, found.id)
        group = queries.get_key_group_by_id(work.session, found.key_group_id) if found.key_group_id else None
        drill = queries.find_drill(work.session, group) if group else None
        pages = max(-(-found.ballots // PER_PAGE), 1)
        page = min(page, pages)
        listed = queries.list_public_board(work.session, found.id, offset=(page - 1) * PER_PAGE, limit=PER_PAGE)
        voters_who_voted = queries.count_voters_who_voted(work.session, found.id)
        changes = service.changed_booth(work.session, found)
        hours = queries.get_hours(work.session, found)
        matches = queries.find_sought(work.session, found.id, wanted) if wanted else ()
        checked = service.check_receipt(work.session, found, receipt) if receipt and found.is_sealed else None
        states = list_anchors(work.session, SubjectRef.to("paper", uuid))
        cautions = describe_cautions(work.session, found)
        is_told = not any(True for _fault in service.list_paper_faults(work.session, found))
    return render_template(
        "ballots/board.html",
        paper=describe_paper(found, language(), now()),
        found=found,
        questions=describe_questions(found.questions, language()),
        trustees=trustees,
        group=group,
        drill=drill,
        changes=changes,
        hours=hours,
        cautions=cautions,
        fault="" if is_told else " ".join(translator().describe_refusal(VoteNotAsTold())),
        listed=listed,
        voters_who_voted=voters_who_voted,
        page=page,
        pages=pages,
        wanted=wanted,
        is_understood=bool(read_sought(wanted)),
        matches=matches,
        checked=checked,
        address=settings().base_url + url_for("ballots.board", uuid=uuid),
        states=[describe_signed_state(each, uuid) for each in states],
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


@bp.get("/board/<uuid>/signed-state/<int:anchor_id>.json")
@public
def signed_state(uuid: str, anchor_id: int) -> ResponseReturnValue:
    """Give what was signed when voting opened or closed, as a file to keep; raises PaperNotFound for any other."""
    with read_only() as work:
        states = {each.id: each for each in list_anchors(work.session, SubjectRef.to("paper", uuid))}
    if anchor_id not in states:
        raise PaperNotFound
    shown = describe_signed_state(states[anchor_id], uuid)
    return as_download(f"{shown.text}\n".encode(), shown.filename, "application/json")


@bp.get("/board/<uuid>/window.json")
@public
def window(uuid: str) -> ResponseReturnValue:
    """Give the signed records about the hours of the vote; whoever keeps them shows later if one is gone."""
    with read_only() as work:
        found = _sealed(queries.get_paper(work.session, uuid))
        events = queries.list_window_events(work.session, found.id)
    return Response(compact([encode_event(event) for event in events]), mimetype="application/json")


@bp.get("/board/<uuid>/archive")
@public
def archive(uuid: str) -> ResponseReturnValue:
    """Download the archive, `UUID.bel`, as it stands: also while people vote; with the result once it is announced."""
    with read_only() as work:
        found = _sealed(queries.get_public_paper(work.session, uuid))
    return as_download(_written(found), f"{uuid}.bel", "application/octet-stream")


def _written(found: PaperRow) -> IO[bytes]:
    """Return the archive in a nameless file: whoever reads it slowly then keeps no connection to the database.

    Only a few are written at once in a process, so that strangers who ask for a large archive over and over leave time
    for those who vote; officers, who need it to count, are not turned away. Raises TooManyDownloads.
    """
    if actor().kind is ActorKind.OFFICER:
        return _write(found)
    if not _writers.acquire(blocking=False):
        raise TooManyDownloads
    try:
        return _write(found)
    finally:
        _writers.release()


def _write(found: PaperRow) -> IO[bytes]:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the response
    with read_only() as work:
        file.writelines(queries.read_archive_pieces(work.session, found))
    return file


def _fixed(uuid: str, position: int) -> ResponseReturnValue:
    with read_only() as work:
        found = _sealed(queries.get_paper(work.session, uuid))
        body = queries.get_record_body(work.session, found.id, position)
    headers = {"Cache-Control": f"public, max-age={DAY_SECONDS}"}
    return Response(body, mimetype="application/json", headers=headers)


def _sealed(found: PaperRow) -> PaperRow:
    if not found.is_sealed:
        raise PaperNotFound
    return found
