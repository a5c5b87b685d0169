"""The voting booth: its page, the voter's code, and the slot of the ballot box."""

from datetime import datetime
from typing import Final

from flask import Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govapp.accounts.login import session_key
from govapp.ballots import queries, service
from govapp.ballots.rules.key_modes import who_sees
from govapp.ballots.rules.proxy_refusals import ProxyGiven
from govapp.ballots.rules.room_marks import marks_in_force, require_not_marked
from govapp.ballots.views import bp
from govapp.ballots.views.presenters import chosen_number, describe_paper, describe_questions, home_of, receipt_path
from govapp.ballots.views.same import find_asked, list_same
from govapp.ballots.views.voter_words import open_sentences, voter_words
from govapp.language import formats
from govapp.request_context import (
    actor,
    app_context,
    declarations,
    keys,
    language,
    now,
    read_only,
    settings,
    shareholders,
    status_of,
    translator,
)
from pybelenios.ballot import MAX_BALLOT_BYTES
from pybelenios.jsontext import compact
from pybelenios.receipts.tracker import tracker_to_path
from pybelenios.receipts.tracker_words import tracker_words
from pybelenios.window import encode_event

PIECE: Final = 1 << 16


@bp.get("/vote/<uuid>")
@shareholders
def booth(uuid: str) -> ResponseReturnValue:
    """Show the booth to somebody on the list; outside the hours it says when, and after a proxy who votes.

    Raises AddressNotConfirmed, FactsNotAsRecorded, GiverVoted or RightMarked.
    """
    try:
        return _booth(uuid)
    except ProxyGiven as refusal:
        with read_only() as work:
            paper = describe_paper(queries.get_paper(work.session, uuid), language(), now())
        return render_template("ballots/given.html", paper=paper), status_of(refusal)


def _booth(uuid: str) -> str:
    with service.telling_of_facts(app_context().database, actor(), now(), uuid), read_only() as work:
        found = queries.get_paper(work.session, uuid)
        right = service.get_right(work.session, uuid, actor(), now(), chosen_number())
        service.require_confirmed(work.session, right, actor())
        rights = service.list_rights(work.session, uuid, actor(), now())
        has_voted = queries.has_voted(work.session, found.id, right.entry.entry_id)
        hours = queries.get_hours(work.session, found)
        marks = queries.list_marks(work.session, found.id, right.entry.holder_id)
        if found.window.is_open_at(now()):
            require_not_marked(marks)
        is_marked = bool(marks_in_force(marks))
        words = voter_words(work, found, has_voted=has_voted, is_marked=is_marked)
        trustees = queries.list_trustees(work.session, found.id)
        asked = find_asked(work, right, declarations())
        same = list_same(work, found, right, rights, declarations())
    return render_template(
        "ballots/booth.html",
        paper=describe_paper(found, language(), now()),
        questions=describe_questions(found.questions, language()),
        hours=hours,
        closes_at_text=service.utc_text(found.closes_at),
        words=words,
        sentences=open_sentences(),
        right=right,
        asked=asked,
        same=same,
        rights=rights,
        me=actor().id,
        keys=(keys := queries.describe_keys(trustees)),
        who_can_see=who_sees(keys, translator()),
        home=home_of(found),
    )


@bp.get("/vote/<uuid>/hours")
@shareholders
def hours(uuid: str) -> ResponseReturnValue:
    """Tell a booth that is open in a tab until when it can send: the signed records, and words to show."""
    with read_only() as work:
        found = queries.get_paper(work.session, uuid)
        events = queries.list_window_events(work.session, found.id)
        closed = queries.get_hours(work.session, found).early_closing

    def said(moment: datetime) -> str:
        return formats.datetime_long(moment, language(), settings().timezone)

    is_closed = closed is not None or now() >= found.closes_at
    words = said(found.closes_at)
    notice = gettext("The voting time was extended: you can vote until %(closes_at)s.", closes_at=words)
    if is_closed:
        notice = gettext("Voting closed on %(closed_at)s.", closed_at=said(closed.at if closed else found.closes_at))
    facts = {
        "events": [encode_event(event) for event in events],
        "closes_at": service.utc_text(found.closes_at),
        "is_closed": is_closed,
        "words": words,
        "notice": notice,
    }
    # Not by jsonify, which sorts the members: what is signed is a text.
    return Response(compact(facts), mimetype="application/json", headers={"Cache-Control": "no-store"})


@bp.get("/vote/<uuid>/credential")
@shareholders
def credential(uuid: str) -> ResponseReturnValue:
    """Give the voter's own code to the booth; it is derived, shown to nobody else and never kept."""
    with service.telling_of_facts(app_context().database, actor(), now(), uuid), read_only() as work:
        found = queries.get_paper(work.session, uuid)
        right = service.get_right(work.session, uuid, actor(), now(), chosen_number())
        service.require_confirmed(work.session, right, actor())
        require_not_marked(queries.list_marks(work.session, found.id, right.entry.holder_id))
        voter = service.get_voter(work.session, found, right)
    response = jsonify(code=voter.code, public_key=voter.public_key, has_voted=voter.has_voted)
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.post("/vote/<uuid>/cast")
@shareholders
def cast(uuid: str) -> ResponseReturnValue:
    """Take a ballot: 201 with its receipt, 200 when the same ballot is in the box already, or a refusal with reasons.

    The booth believes no answer without the signed receipt. The body is the exact text of the ballot. The moment at
    which this request came in decides whether it is in time.
    """
    moment = now()  # before the body is read: a slow line costs nobody the vote
    with read_only() as work:
        found = queries.get_paper(work.session, uuid)
        right = service.get_right(work.session, uuid, actor(), moment, chosen_number())
    sign_in = session_key() or ""
    receipt = service.receive_ballot(app_context().database, actor(), moment, right, _body(), sign_in=sign_in)
    in_path = tracker_to_path(receipt.tracker)
    answer = jsonify(
        tracker=receipt.tracker,
        words=tracker_words(receipt.tracker, language().value, found.words_version),
        received_at=service.utc_text(receipt.received_at),
        receipt=receipt_path(uuid, in_path),
        signed=service.sign_cast_receipt(keys(), receipt).to_json(),
    )
    answer.status_code = 201 if receipt.is_new else 200
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _body() -> bytes:
    """Return what was sent; of more than the longest ballot only so much that it is refused for its length."""
    pieces, left = [], MAX_BALLOT_BYTES + 1
    while left and (piece := request.stream.read(min(left, PIECE))):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)
