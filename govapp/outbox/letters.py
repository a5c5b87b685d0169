"""Writing a mail: the words of `templates/mail/` in the language of the reader, as plain text and as simple HTML."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, select_autoescape
from markupsafe import Markup, escape
from sqlalchemy.orm import Session

from govapp.kernel.texts import Language
from govapp.language import formats
from govapp.language.translator import Translator, translator_for
from govapp.outbox.facts import FactValue
from govapp.outbox.queue import Claimed


@dataclass(frozen=True)
class Sender:
    """Who writes: the cooperative, where people answer, the zone of its clock, and the address of its `site`."""

    cooperative: str
    contact: str
    mail_from: str
    zone: str
    site: str


@dataclass(frozen=True)
class Letter:
    """A mail as people read it; `link` is the personal link it carries, or empty."""

    subject: str
    text: str
    html: str
    link: str


class CannotBeWritten(ValueError):  # noqa: N818 - it says what is the matter
    """The letter lacks a fact, or its address cannot stand in a header."""


class LetterWriter:
    """Writes the letters of one cooperative; knows every language."""

    def __init__(self, folder: Path, sender: Sender) -> None:
        self.sender = sender
        self._environments = {
            language: _environment(folder, translator_for(language, sender.zone)) for language in Language
        }

    def write(self, message: Claimed, link: str) -> Letter:
        """Write the words of one message; raises CannotBeWritten when something for them is missing."""
        environment = self._environments[message.language]
        facts: dict[str, FactValue] = {
            **message.facts,
            "name": message.to_name,
            "link": link,
            "cooperative": self.sender.cooperative,
            "contact": self.sender.contact,
            "site": self.sender.site,
        }
        try:
            template = environment.get_template(f"mail/{message.template}.txt")
            context = template.new_context(dict(facts))
            subject = " ".join("".join(template.blocks["subject"](context)).split())
            body = "".join(template.blocks["body"](context)).strip()
            safety = environment.get_template("mail/footer.txt").render(facts).strip()
            html = environment.get_template("mail/letter.html").render(
                subject=subject,
                language=message.language.value,
                paragraphs=[_paragraph(each, link, self._page(message)) for each in body.split("\n\n")],
                safety=safety,
                cooperative=self.sender.cooperative,
            )
        except (TemplateError, KeyError, TypeError, ValueError) as error:
            raise CannotBeWritten(f"{message.template}: {error}") from error
        return Letter(subject, f"{body}\n\n-- \n{self.sender.cooperative}\n{safety}\n", html, link)

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

    def _page(self, message: Claimed) -> str:
        """Return the address of the page of ours that the letter points to, or nothing."""
        return f"{self.sender.site}{message.facts['path']}" if "path" in message.facts else ""


@dataclass(frozen=True)
class Post:
    """Letters with their personal links: the writer, and what gives the address of a link by its number."""

    writer: LetterWriter
    link_address: Callable[[Session, int], str]

    def letter(self, session: Session, message: Claimed) -> Letter:
        """Write a message; raises CannotBeWritten."""
        return self.writer.write(message, self._link(session, message))

    def mail(self, session: Session, message: Claimed, now: datetime) -> EmailMessage:
        """Return the whole mail; raises CannotBeWritten."""
        return self.writer.mail(message, self._link(session, message), now)

    def _link(self, session: Session, message: Claimed) -> str:
        return "" if message.link_id is None else self.link_address(session, message.link_id)


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
    }
    environment.filters.update(filters)
    return environment


def _paragraph(text: str, link: str, page: str) -> Markup:
    """Return one paragraph in HTML, with what can be followed as links.

    "Vote: https://..." becomes a link that reads "Vote"; the address of a `page` of ours stays as it is written.
    """
    if link and link in text:
        before, _, after = text.partition(link)
        lead, _, label = before.rpartition("\n")
        label = label.strip().rstrip(":").strip() or link
        anchor = Markup('<a href="{}"><strong>{}</strong></a>').format(link, label)
        return Markup("{}{}{}").format(_lines(f"{lead}\n" if lead else ""), anchor, _lines(after))
    if page and page in text:
        before, _, after = text.partition(page)
        return Markup('{}<a href="{}">{}</a>{}').format(_lines(before), page, page, _lines(after))
    return _lines(text)


def _lines(text: str) -> Markup:
    return Markup("<br>").join(escape(line) for line in text.split("\n"))
