"""The files behind an agenda, for whoever may read it."""

from flask import Response
from flask.typing import ResponseReturnValue

from govapp.assembly.agenda.queries import find_file, find_portrait
from govapp.assembly.agenda.rules.refusals import ItemNotFound
from govapp.assembly.agenda.views import bp
from govapp.kernel.actors import ActorKind
from govapp.request_context import actor, as_download, public, read_only

PICTURE_POLICY = "default-src 'none'; sandbox"
"""A picture that somebody sent is shown and nothing else, also where a browser is led to its address."""


@bp.get("/documents/<sha256>/<name>")
@public
def document(sha256: str, name: str) -> ResponseReturnValue:
    """Send a document, always as a file to keep and never as a page of ours."""
    with read_only() as work:
        is_officer = actor().kind is ActorKind.OFFICER
        file = find_file(work.session, sha256, name, only_public=not is_officer)
    if file is None:
        raise ItemNotFound
    response = as_download(file.content, file.name, file.media_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


@bp.get("/portraits/<sha256>")
@public
def portrait(sha256: str) -> ResponseReturnValue:
    """Send the picture of a candidate: a picture and nothing else, whatever a browser makes of its bytes."""
    with read_only() as work:
        is_officer = actor().kind is ActorKind.OFFICER
        file = find_portrait(work.session, sha256, only_public=not is_officer)
    if file is None:
        raise ItemNotFound
    response = Response(file.content, content_type=file.media_type)
    response.headers["Content-Disposition"] = "inline"
    response.headers["Content-Security-Policy"] = PICTURE_POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response
