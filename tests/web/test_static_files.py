"""Static texts travel packed to whoever can unpack them, and are the same files to everybody else."""

import gzip

import pytest
from flask import Flask

from govapp.web.static_files import FOLDER, asset

SHEET, FONT = "css/shareholder.css", "fonts/source-sans-latin.woff2"


def test_a_sheet_is_sent_packed_with_the_headers_of_every_file(app: Flask) -> None:
    answer = app.test_client().get(asset(SHEET), headers={"Accept-Encoding": "gzip, deflate, br"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    assert gzip.decompress(answer.data) == (FOLDER / SHEET).read_bytes()
    assert len(answer.data) * 3 < len((FOLDER / SHEET).read_bytes())
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"].startswith("text/css")


@pytest.mark.parametrize("accepted", ["", "identity", "br", "gzip;q=0"])
def test_whoever_cannot_unpack_gets_the_file_as_it_is(app: Flask, accepted: str) -> None:
    answer = app.test_client().get(asset(SHEET), headers={"Accept-Encoding": accepted})
    assert "Content-Encoding" not in answer.headers
    assert answer.data == (FOLDER / SHEET).read_bytes()


@pytest.mark.parametrize("path", [FONT, "css/nothing.css"])
def test_what_is_packed_already_or_is_not_there_stays_as_it_is(app: Flask, path: str) -> None:
    address = asset(FONT).replace(FONT, path)
    answer = app.test_client().get(address, headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers
    assert answer.status_code == (200 if path == FONT else 404)


def test_pages_with_a_token_of_the_reader_are_never_packed(app: Flask) -> None:
    answer = app.test_client().get("/sign-in", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers


def test_a_file_that_the_browser_has_already_is_not_sent_again(app: Flask) -> None:
    first = app.test_client().get(asset(SHEET), headers={"Accept-Encoding": "gzip"})
    again = app.test_client().get(
        asset(SHEET), headers={"Accept-Encoding": "gzip", "If-Modified-Since": first.headers["Last-Modified"]}
    )
    assert again.status_code == 304
    assert again.data == b""
