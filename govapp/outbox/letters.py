"""Writing a mail: the words of `templates/mail/` in the language of the reader, as plain text and as HTML."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, select_autoescape
from sqlalchemy.orm import Session

from govapp.kernel.actors import ROLE_NAMES, Role
from govapp.kernel.texts import Language
from govapp.language import formats
from govapp.language.translator import Translator, translator_for
from govapp.outbox.parts import MailParts, Part, as_text
from govapp.outbox.queue import Claimed
from govapp.outbox.service import TRIAL_PATH

# Spaces at which no line may end stay what they are.
_BREAKING_SPACE = re.compile(r"[^\S\u00a0\u202f]+")


@dataclass(frozen=True)
class Sender:
    """Who writes: the cooperative, where people answer, the zone of its clock, and the address of its `site`.

    `phone` is the number that people may call, or empty. Officers reach the program at `office`. `seat_language` is the
    code of the language in which notices are authentic; empty where nobody said so.
    """

    cooperative: str
    contact: str
    mail_from: str
    zone: str
    site: str
    phone: str = ""
    office: str = ""
    seat_language: str = ""


@dataclass(frozen=True)
class Letter:
    """A mail as people read it; `link` is the personal link it carries, or empty."""

    subject: str
    text: str
    html: str
    link: str


class CannotBeWritten(ValueError):  # noqa: N818 - it says what is the matter
    """The letter lacks a fact, its address cannot stand in a header, or its link is not that of its reader."""


class LetterWriter:
    """Writes the letters of one cooperative; knows every language."""

    def __init__(self, folder: Path, sender: Sender) -> None:
        self.sender = sender
        self._environments = {
            language: _environment(folder, translator_for(language, sender.zone)) for language in Language
        }

    def write(self, message: Claimed, link: str) -> Letter:
        """Write the words of one message; raises CannotBeWritten when something for them is missing."""
        try:
            return self._write(message, link)
        except (TemplateError, KeyError, TypeError, ValueError) as error:
            raise CannotBeWritten(f"{message.template}: {error}") from error

    def _write(self, message: Claimed, link: str) -> Letter:
        environment, body = self._environments[message.language], MailParts()
        values = {**self._values(message, link), "mail": body}
        words = _Words(environment, f"mail/{message.template}.txt", values)
        foot = _Words(environment, "mail/footer.txt", values)
        subject, is_trial = words.line("subject"), TRIAL_PATH in message.facts
        words.line("body")
        parts, headline = tuple(body.parts), words.line("headline")
        help_, safety, trial = (foot.line(name) for name in ("help", "safety", "trial"))
        html = environment.get_template("mail/letter.html").render(
            subject=subject,
            preheader=words.line("preheader"),
            headline=headline,
            language=message.language.value,
            parts=parts,
            cooperative=self.sender.cooperative,
            help=help_,
            safety=safety,
            trial=trial,
            is_trial=is_trial,
        )
        text = _plain(parts, (trial,) if is_trial else (), (self.sender.cooperative, help_, safety))
        return Letter(f"[Test] {subject}" if is_trial else subject, text, html, link)

    def _values(self, message: Claimed, link: str) -> dict[str, object]:
        return {
            **message.facts,
            "name": message.to_name,
            "link": link,
            "language": message.language.value,
            "seat_language": self.sender.seat_language,
            "cooperative": self.sender.cooperative,
            "contact": self.sender.contact,
            # A number is not torn apart at the end of a line.
            "phone": self.sender.phone.replace(" ", "\N{NO-BREAK SPACE}"),
            "site": self.sender.site,
            "office": self.sender.office or self.sender.site,
        }

    def mail(self, message: Claimed, link: str, now: datetime) -> EmailMessage:
        """Return the whole mail; its Message-ID is that of the row, so that a repetition is recognised."""
        letter = self.write(message, link)
        mail = EmailMessage()
        try:
            mail["From"] = Address(self.sender.cooperative, addr_spec=self.sender.mail_from)
            mail["To"] = Address(" ".join(message.to_name.split()), addr_spec=message.to_address)
        except (ValueError, IndexError) as error:
            raise CannotBeWritten("the address cannot be read") from error
        mail["Reply-To"] = self.sender.contact
        mail["Subject"] = letter.subject
        mail["Date"] = format_datetime(now)
        mail["Message-ID"] = f"<{message.message_key}@{self.sender.mail_from.rpartition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(letter.text)
        mail.add_alternative(letter.html, subtype="html")
        # The parts take all earlier Content-... headers with them.
        mail["Content-Language"] = message.language.value
        return mail


@dataclass(frozen=True)
class Post:
    """Letters with their personal links: the writer, and what gives the address of a link by its number.

    That is also told the mailbox to which the letter goes, and raises CannotBeWritten where it is not the link's.
    """

    writer: LetterWriter
    link_address: Callable[[Session, int, str], str]

    def letter(self, session: Session, message: Claimed) -> Letter:
        """Write a message; raises CannotBeWritten."""
        return self.writer.write(message, self._link(session, message))

    def mail(self, session: Session, message: Claimed, now: datetime) -> EmailMessage:
        """Return the whole mail; raises CannotBeWritten."""
        return self.writer.mail(message, self._link(session, message), now)

    def _link(self, session: Session, message: Claimed) -> str:
        if TRIAL_PATH in message.facts:
            return f"{self.writer.sender.site}{message.facts[TRIAL_PATH]}"
        return "" if message.link_id is None else self.link_address(session, message.link_id, message.to_address)


def _environment(folder: Path, translator: Translator) -> Environment:
    language, zone = translator.language, translator.zone
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.install_gettext_translations(translator.catalogue, newstyle=True)  # type: ignore[attr-defined]
    filters: Mapping[str, Callable[..., str]] = {
        "datetime_long": translator.write,
        "datetime_short": lambda moment: formats.datetime_short(moment, language, zone),
        "date_long": translator.write,
        "number": translator.number,
        "role_names": lambda roles: translator.names([translator.say(ROLE_NAMES[Role(role)]) for role in roles]),
    }
    environment.filters.update(filters)
    return environment


@dataclass(frozen=True)
class _Words:
    """The blocks of one template, each read with the same values."""

    environment: Environment
    name: str
    values: Mapping[str, object]

    def line(self, block: str) -> str:
        """Return what a block says, on one line."""
        template = self.environment.get_template(self.name)
        text = "".join(template.blocks[block](template.new_context(dict(self.values))))
        return _BREAKING_SPACE.sub(" ", text).strip(" ")


def _plain(parts: tuple[Part, ...], above: tuple[str, ...], below: tuple[str, ...]) -> str:
    signature = "\n".join(["-- ", *below])
    return "\n\n".join([*above, as_text(parts), signature]) + "\n"
