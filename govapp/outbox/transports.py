"""Ways out: SMTP as the settings say, or the inbox of the demo."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Protocol

from govapp.outbox.rules import DeliveryOutcome, outcome_of_reply
from govapp.settings import Settings

TIMEOUT_SECONDS = 30


@dataclass(frozen=True)
class Reply:
    """What the other side said to one message."""

    outcome: DeliveryOutcome
    words: str = ""


class ServerDown(Exception):  # noqa: N818 - a state of the world, not a bug
    """The mail server does not answer, or refuses us altogether: no message is to blame."""


class MailConnection(Protocol):
    """An open line to the mail server."""

    def send(self, mail: EmailMessage) -> Reply:
        """Hand over one mail; raises ServerDown."""


class Transport(Protocol):
    """A way out. Where `keeps_letters` is True, what was sent is read from the outbox again."""

    @property
    def keeps_letters(self) -> bool:
        """Tell whether the rows of sent letters are needed for reading them."""

    @contextmanager
    def open(self) -> Iterator[MailConnection]:
        """Open a line for some messages; raises ServerDown."""
        yield from ()


class InboxTransport:
    """The demo's way out: nothing leaves the machine, `/inbox` shows what would have."""

    keeps_letters = True

    @contextmanager
    def open(self) -> Iterator[MailConnection]:
        """Open a line that accepts everything."""
        yield self

    def send(self, mail: EmailMessage) -> Reply:  # noqa: ARG002 - the inbox writes it again from the row
        """Accept a mail."""
        return Reply(DeliveryOutcome.ACCEPTED)


@dataclass(frozen=True)
class SmtpTransport:
    """SMTP (RFC 5321): TLS from the start, STARTTLS, or none for a relay on the same machine."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    tls: str = "starttls"
    timeout: float = TIMEOUT_SECONDS
    keeps_letters: bool = False

    @contextmanager
    def open(self) -> Iterator[MailConnection]:
        """Connect, say hello, secure the line and sign in; raises ServerDown for any of them."""
        try:
            client = self._connect()
        except (OSError, smtplib.SMTPException) as error:
            raise ServerDown(_words(error)) from error
        try:
            yield SmtpConnection(client)
        finally:
            _hang_up(client)

    def _connect(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        client: smtplib.SMTP
        if self.tls == "implicit":
            client = smtplib.SMTP_SSL(self.host, self.port, timeout=self.timeout, context=context)
        else:
            client = smtplib.SMTP(self.host, self.port, timeout=self.timeout)
        try:
            if self.tls == "starttls":
                client.starttls(context=context)
            if self.user:
                client.login(self.user, self.password)
        except (OSError, smtplib.SMTPException):
            client.close()
            raise
        return client


@dataclass(frozen=True)
class SmtpConnection:
    """A signed-in connection."""

    client: smtplib.SMTP

    def send(self, mail: EmailMessage) -> Reply:
        """Hand over one mail; raises ServerDown when the line breaks or our own address is refused."""
        try:
            self.client.send_message(mail)
        except smtplib.SMTPRecipientsRefused as refused:
            code, words = next(iter(refused.recipients.values()))
            return Reply(outcome_of_reply(code), f"{code} {_text(words)}")
        except smtplib.SMTPDataError as refused:
            return Reply(outcome_of_reply(refused.smtp_code), f"{refused.smtp_code} {_text(refused.smtp_error)}")
        except (smtplib.SMTPNotSupportedError, ValueError) as error:
            # What cannot be put into the form of a mail is the fault of this one mail.
            return Reply(DeliveryOutcome.NEVER, _words(error))
        except (OSError, smtplib.SMTPException) as error:
            raise ServerDown(_words(error)) from error
        return Reply(DeliveryOutcome.ACCEPTED)


def _hang_up(client: smtplib.SMTP) -> None:
    try:
        client.quit()
    except (OSError, smtplib.SMTPException):
        client.close()


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    return str(error) or type(error).__name__


def transport_of(settings: Settings) -> Transport:
    """Return the way out that the settings name; raises ValueError, naming the variable, when there is none."""
    if settings.smtp_host:
        return SmtpTransport(
            settings.smtp_host,
            settings.smtp_port,
            settings.smtp_user,
            settings.smtp_password.get_secret_value(),
            settings.smtp_tls,
        )
    if settings.demo:
        return InboxTransport()
    raise ValueError("GOVAPP_SMTP_HOST is not set: there is no mail server to send by")
