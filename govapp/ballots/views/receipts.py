"""What a voter keeps: the receipt, its QR code, a mail of it, and whether a vote was cast in his or her name."""

import io
from collections.abc import Iterator

import segno
from flask import Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govapp.accounts.rules import masked_email
from govapp.ballots import queries, service
from govapp.ballots.queries import BallotRow, PaperRow
from govapp.ballots.rules.papers import receipt_check_path
from govapp.ballots.rules.refusals import ReceiptNotFound
from govapp.ballots.rules.rights import PaperRight
from govapp.ballots.views import bp
from govapp.ballots.views.presenters import chosen_number, describe_paper, receipt_path
from govapp.ballots.views.voter_words import VoterWords, voter_words
from govapp.db.uow import Work
from govapp.request_context import (
    actor,
    as_download,
    language,
    now,
    public,
    read_only,
    settings,
    shareholders,
    unit_of_work,
)
from pybelenios.errors import Malformed
from pybelenios.jsontext import compact
from pybelenios.receipts.link import read_receipt_line, write_receipt_line
from pybelenios.receipts.tracker import is_tracker, tracker_from_path, tracker_to_path
from pybelenios.receipts.tracker_words import tracker_words


@bp.app_template_filter("tracker_words")
def _in_words(tracker: str, version: int) -> tuple[str, ...]:
    return tracker_words(tracker, language().value, version)


bp.add_app_template_filter(tracker_to_path, "tracker_path")


@bp.get("/vote")
@shareholders
def votes() -> ResponseReturnValue:
    """List the votes for which the reader has a voting code: whether it was used, and where the receipts are."""
    with read_only() as work:
        mine = [
            (
                describe_paper(found, language(), now()),
                right,
                ballots,
                said,
            )
            for found, right, ballots, said in _list_mine(work)
        ]
    return render_template("ballots/votes.html", votes=mine, me=actor().id)


def _list_mine(work: Work) -> Iterator[tuple[PaperRow, PaperRight, tuple[BallotRow, ...], VoterWords]]:
    for found, right in service.list_papers_and_rights(work.session, actor(), now(), with_given=True):
        ballots = _ballots_to_read(work, found, right)
        said = voter_words(
            work,
            found,
            has_voted=bool(ballots),
            is_confirmed=service.is_confirmed(work.session, right, actor()),
            is_given_away=right.right.is_given_away_by(actor().id),
            giver_voted=service.giver_voted(work.session, right, actor()),
            is_marked=queries.votes_in_room(work.session, found.id, right.entry.holder_id),
        )
        yield found, right, ballots, said


def _still_to_vote(work: Work, found: PaperRow, used: PaperRight) -> list[PaperRight]:
    """Return the reader's other rights on a paper that were not used yet: what is left to do after a vote."""
    rights = service.list_rights(work.session, found.uuid, actor(), now())
    return [
        each
        for each in rights
        if each.number != used.number and not queries.has_voted(work.session, found.id, each.entry.entry_id)
    ]


def _ballots_to_read(work: Work, found: PaperRow, right: PaperRight) -> tuple[BallotRow, ...]:
    ballots = queries.list_ballots_of(work.session, found.id, right.entry.entry_id)
    return tuple(each for each in ballots if service.may_read_receipt(right, actor(), each.received_at))


@bp.get("/vote/<uuid>/receipt/<tracker>")
@shareholders
def receipt(uuid: str, tracker: str) -> ResponseReturnValue:
    """Show the receipt of one of the reader's own ballots: in the box, or replaced by a later one."""
    number = _number(tracker)
    with read_only() as work:
        found = queries.get_paper(work.session, uuid)
        own = service.get_own_ballot(work.session, uuid, actor(), now(), number)
        ballot, entry = own.ballot, own.right.entry
        mine = _ballots_to_read(work, found, own.right)
        signed = service.get_signed_receipt(work.session, found, ballot)
        said = voter_words(work, found, has_voted=True)
        others = _still_to_vote(work, found, own.right)
    earlier = [each for each in mine if each.height < ballot.height]
    return render_template(
        "ballots/receipt.html",
        paper=describe_paper(found, language(), now()),
        ballot=ballot,
        said=said,
        right=own.right,
        others=others,
        me=actor().id,
        line=write_receipt_line(signed),
        check_address=settings().base_url + receipt_check_path(signed),
        site_address=settings().base_url + "/",
        words=tracker_words(number, language().value, found.words_version),
        previous=earlier[-1] if earlier else None,
        latest=mine[-1],
        masked=masked_email(entry.email) if entry.email else "",
        minimum_ballots=found.minimum_ballots,
        has_too_few=found.has_too_few,
    )


@bp.get("/vote/<uuid>/receipt/<tracker>/file")
@shareholders
def receipt_file(uuid: str, tracker: str) -> ResponseReturnValue:
    """Give the signed receipt as a file: with it a voter can show to anybody that a ballot should be in the box."""
    with read_only() as work:
        found = queries.get_paper(work.session, uuid)
        ballot = service.get_own_ballot(work.session, uuid, actor(), now(), _number(tracker)).ballot
        signed = service.get_signed_receipt(work.session, found, ballot)
    name = f"receipt-{uuid}-{ballot.height}.json"
    return as_download(compact(signed.to_json()) + b"\n", name, "application/json")


@bp.post("/vote/<uuid>/receipt/<tracker>/mail")
@shareholders
def mail(uuid: str, tracker: str) -> ResponseReturnValue:
    """Mail the receipt again to the address of the voting list."""
    with unit_of_work() as work:
        address = service.mail_receipt(work, uuid, _number(tracker))
    if address:
        flash(gettext("Your receipt is on its way to %(address)s.", address=masked_email(address)), "ok")
    else:
        flash(gettext("We have no e-mail address of yours. Print this page instead."), "warn")
    return redirect(receipt_path(uuid, tracker), code=303)


@bp.get("/vote/<uuid>/used")
@shareholders
def used(uuid: str) -> ResponseReturnValue:
    """Tell the reader whether a vote was cast in his or her name, when, and what to do if it was somebody else."""
    with read_only() as work:
        found = queries.get_paper(work.session, uuid)
        right = service.get_right(work.session, uuid, actor(), now(), chosen_number(), to_read=True)
        service.require_confirmed(work.session, right, actor())
        mine = _ballots_to_read(work, found, right)
        said = voter_words(work, found, has_voted=bool(mine))
    shown = describe_paper(found, language(), now())
    return render_template("ballots/used.html", paper=shown, said=said, ballots=mine, right=right, me=actor().id)


@bp.get("/board/<uuid>/qr.svg")
@public
def qr(uuid: str) -> ResponseReturnValue:
    """Draw a QR code of the address that checks the signed receipt `?receipt=`; raises ReceiptNotFound."""
    line = request.args.get("receipt", "")
    try:
        path = receipt_check_path(read_receipt_line(uuid, line))
    except Malformed:
        raise ReceiptNotFound from None
    drawing = io.BytesIO()
    code = segno.make_qr(settings().base_url + path, error="l")
    code.save(drawing, kind="svg", xmldecl=False, svgclass=None, lineclass=None, border=4, scale=3, light="#ffffff")
    return Response(drawing.getvalue(), mimetype="image/svg+xml", headers={"Cache-Control": "public, max-age=86400"})


def _number(in_path: str) -> str:
    number = tracker_from_path(in_path)
    if not is_tracker(number):
        raise ReceiptNotFound
    return number
