"""The ballot paper travels packed: on a slow phone its bytes are what a voter waits for.

A packed page that repeats what a stranger chose beside a secret of the reader tells that secret by its length (BREACH).
So the booth is packed only when its address has nothing after the path: then it repeats nothing that a stranger could
choose. The election record is the same for everybody.
"""

import gzip
from http import HTTPStatus
from typing import Final

from flask import Flask, Response, request

PACKED: Final = frozenset({"ballots.booth", "ballots.record"})
LEVEL: Final = 6
MIN_BYTES: Final = 1_000
"""Shorter answers fit into the first packet of a connection as they are."""


def set_up(app: Flask) -> None:
    """Pack the answers of these views for whoever can unpack them."""

    @app.after_request
    def _pack(response: Response) -> Response:
        if request.endpoint not in PACKED:
            return response
        response.vary.add("Accept-Encoding")
        if response.status_code == HTTPStatus.OK and not request.query_string and request.accept_encodings["gzip"] > 0:
            body = response.get_data()
            if len(body) >= MIN_BYTES:
                response.set_data(gzip.compress(body, LEVEL, mtime=0))
                response.headers["Content-Encoding"] = "gzip"
        return response
