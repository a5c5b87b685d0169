"""Mails that came back, as mail servers and people write them down."""

import pytest

from govapp.assembly.convocation.rules.bounces import Bounce, NoBouncesFound, read_bounces

NOTE = """Return-Path: <>
From: MAILER-DAEMON@mx.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="XX"

--XX
Content-Type: text/plain

Sorry, an@mail.example.

--XX
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

{blocks}

--XX--
"""
FAILED = """Final-Recipient: rfc822; {address}
Action: {action}
Status: 5.1.1
{more}"""


def note(address: str = "An.Peeters@mail.example", action: str = "failed", more: str = "") -> str:
    return NOTE.format(blocks=FAILED.format(address=address, action=action, more=more))


def test_a_note_of_a_mail_server_names_the_mailbox_and_what_was_said() -> None:
    more = "Diagnostic-Code: smtp; 550 5.1.1 no such\n mailbox"
    assert read_bounces(note(more=more).encode()) == (Bounce("an.peeters@mail.example", "550 5.1.1 no such mailbox"),)
    assert read_bounces(note().encode()) == (Bounce("an.peeters@mail.example", "5.1.1"),)


def test_the_address_that_was_written_to_counts_before_the_one_it_was_forwarded_to() -> None:
    more = "Original-Recipient: rfc822;an@mail.example"
    assert read_bounces(note(more=more).encode())[0].address == "an@mail.example"


def test_a_mailbox_of_notes_is_read_to_its_end_and_each_address_counts_once() -> None:
    notes = [note("a@mail.example"), note("b@mail.example"), note("a@mail.example")]
    content = "".join(f"From MAILER-DAEMON Mon Jun  1 10:00:00 2026\n{each}\n" for each in notes)
    assert [each.address for each in read_bounces(content.encode())] == ["a@mail.example", "b@mail.example"]


@pytest.mark.parametrize(
    "content",
    [
        note(action="delayed").encode(),
        note(address="nobody").encode(),
        b"Subject: hello\n\nan@mail.example wrote",
        b"Content-Type: message/delivery-status\n\n",
        b"no address\n\n;;",
        b"",
        b"\xff\xfe\x00",
    ],
)
def test_what_names_no_failure_is_refused(content: bytes) -> None:
    with pytest.raises(NoBouncesFound):
        read_bounces(content)


def test_a_list_of_addresses_is_read_line_by_line_with_what_stands_behind() -> None:
    content = (
        '\ufeffAddress;Why\r\n"An@Mail.example";"mailbox full"\r\nbo@mail.example\r\n\r\n<cy@mail.example>, gone\r\n'
    )
    assert read_bounces(content.encode()) == (
        Bounce("an@mail.example", "mailbox full"),
        Bounce("bo@mail.example", ""),
        Bounce("cy@mail.example", "gone"),
    )
