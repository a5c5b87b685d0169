"""What the logs must never say."""

import logging

import pytest

from govapp.web.logs import discreet, scrub


def logged(**fields: object) -> dict[str, object]:
    return dict(scrub(None, "info", dict(fields)))


def test_a_field_that_nobody_allowed_is_dropped() -> None:
    assert logged(event="ballot", choice="for", holder="Lieve Peeters") == {"event": "ballot"}


def test_an_address_a_token_and_a_voting_code_are_blanked_out_wherever_they_slip_in() -> None:
    token = "eyJsaW5rIjo0Mn0.abcdefghijklmnopqrstuvwxyz0123456789ABCD"
    said = str(logged(event=f"sent to lieve@example.org with {token}", exception="code ab3de-fghijk-mnpqr-stuvwx"))
    assert "lieve" not in said
    assert "abcdefghijklmnop" not in said
    assert "fghijk" not in said


@pytest.mark.parametrize(
    ("message", "kept"),
    [
        ("Invalid request from ip=192.0.2.1: Invalid HTTP request line: 'GET /in/abc'", "Invalid request"),
        ("Error handling request GET /in/abc", "Error handling request"),
        ("Listening at: http://127.0.0.1:8000 (7)", "Listening at: http://127.0.0.1:8000 (7)"),
    ],
)
def test_the_web_server_quotes_no_request(message: str, kept: str) -> None:
    record = logging.LogRecord("gunicorn.error", logging.WARNING, "", 0, "%s", (message,), None)
    assert discreet(record)
    assert record.getMessage() == kept
