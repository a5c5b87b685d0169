"""Mails that came back, read from a file: the notes of mail servers (RFC 3464), one or many, or a list of addresses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from typing import Final

from govapp.kernel.errors import N_, Invalid

MAX_ANSWER_CHARACTERS: Final = 300

_NEXT_IN_MBOX = re.compile(rb"^From [^\n]*\n", re.MULTILINE)
_HEADER = re.compile(rb"\A(?:From |[!-9;-~]+:)")
_ADDRESS = re.compile(r"[^\s<>()\[\]\\,;:\"']+@[^\s<>()\[\]\\,;:\"'@]+")


class NoBouncesFound(Invalid):
    """The file names nobody whose mail came back."""

    code = "no_bounces_found"
    message = N_("This file names no mail that came back.")
    help = N_("Give a mail that came back (.eml), a mailbox of them (mbox), or a list with one e-mail address a line.")


@dataclass(frozen=True)
class Bounce:
    """One mailbox that took no mail: its address in small letters, and what the server said, in one line."""

    address: str
    answer: str


def read_bounces(content: bytes) -> tuple[Bounce, ...]:
    """Return the mailboxes that a file says took no mail, each once; raises NoBouncesFound when there are none.

    Of the notes of mail servers only failures for good count (action `failed`), never delays (RFC 3464, 2.3.3).
    """
    found = _of_notes(content) if _HEADER.match(content) else _of_list(content)
    by_address = {each.address: each for each in found}
    if not by_address:
        raise NoBouncesFound
    return tuple(by_address.values())


def _of_notes(content: bytes) -> Iterator[Bounce]:
    for text in _NEXT_IN_MBOX.split(content):
        for part in message_from_bytes(text).walk():
            fields = part.get_payload()
            if part.get_content_type() == "message/delivery-status" and isinstance(fields, list):
                yield from (each for block in fields if isinstance(block, Message) for each in _of_block(block))


def _of_block(block: Message) -> Iterator[Bounce]:
    recipient = str(block.get("Original-Recipient") or block.get("Final-Recipient") or "")
    address = _ADDRESS.search(recipient.rpartition(";")[2])
    if address is not None and str(block.get("Action", "")).strip().lower() == "failed":
        said = str(block.get("Diagnostic-Code") or block.get("Status") or "")
        yield Bounce(address[0].lower(), _line(said.rpartition("; ")[2]))


def _of_list(content: bytes) -> Iterator[Bounce]:
    for line in content.decode("utf-8-sig", errors="replace").splitlines():
        address = _ADDRESS.search(line)
        if address is not None:
            yield Bounce(address[0].lower(), _line(line[address.end() :].strip(" ;,>\t\"'")))


def _line(said: str) -> str:
    return " ".join(said.split())[:MAX_ANSWER_CHARACTERS]
