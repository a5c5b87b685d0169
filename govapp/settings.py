"""Settings: the only reader of the environment. Every variable begins with `GOVAPP_`."""

import os
import re
import secrets
from enum import StrEnum
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from govapp.kernel.keys import KeyRing
from govapp.kernel.texts import Language


class Surface(StrEnum):
    """Which pages a web process answers: those for shareholders and everybody, those of the office, or both."""

    PUBLIC = "public"
    OFFICE = "office"
    BOTH = "both"


class SettingError(ValueError):
    """A setting that somebody must give is missing, or cannot be meant; its words name the variable."""


class Settings(BaseSettings):
    """What an operator decides; frozen after start."""

    model_config = SettingsConfigDict(env_prefix="GOVAPP_", frozen=True, extra="ignore")

    database_url: str = ""
    secret_key: SecretStr = SecretStr("")
    secret_key_file: Path | None = None
    base_url: str = "http://127.0.0.1:8000"
    surface: Surface = Surface.BOTH
    office_base_url: str = ""
    trusted_proxies: int = Field(default=0, ge=0, le=5)
    trusted_hosts: str = ""

    cooperative: str = "Ambora"
    default_language: Language = Language.FR
    seat_language: Language | None = None
    contact: str = "contact@ambora.example"
    controller_address: str = Field(default="", max_length=200)
    privacy_contact: str = Field(default="", max_length=200)
    contact_phone: str = Field(default="", max_length=40)
    timezone: str = "Europe/Brussels"

    smtp_host: str = ""
    smtp_port: int = 587
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_tls: Literal["starttls", "implicit", "none"] = "starttls"
    mail_from: str = "noreply@ambora.example"
    mail_per_minute: int = Field(default=600, ge=1)

    minimum_ballots: int = Field(default=5, ge=1)
    demo: bool = False
    weak_passwords: bool = False
    log_format: Literal["json", "plain"] = "json"
    web_workers: int = Field(default=2, ge=1)
    web_threads: int = Field(default=8, ge=1)

    @field_validator("base_url", "office_base_url")
    @classmethod
    def _without_slash(cls, value: str) -> str:
        return value.rstrip("/")

    @model_validator(mode="after")
    def _inbox_or_mail(self) -> "Settings":
        if self.demo and self.smtp_host:
            raise ValueError(
                "GOVAPP_DEMO shows every mail with its link to everybody: it cannot go with a GOVAPP_SMTP_HOST",
            )
        return self

    @model_validator(mode="after")
    def _two_addresses(self) -> "Settings":
        if self.surface is Surface.OFFICE and not self.office_base_url:
            raise ValueError("GOVAPP_SURFACE=office needs GOVAPP_OFFICE_BASE_URL, the address that officers use")
        if self.surface is not Surface.BOTH and self.office_base_url == self.base_url:
            raise ValueError("GOVAPP_OFFICE_BASE_URL is GOVAPP_BASE_URL: two surfaces need two addresses")
        return self

    @model_validator(mode="after")
    def _safe_for_others(self) -> "Settings":
        """Refuse what is meant for one machine alone where others reach us."""
        if _is_this_machine(self.own_url):
            return self
        if self.weak_passwords:
            raise ValueError("GOVAPP_WEAK_PASSWORDS is for tests: it cannot go with an address that others can reach")
        if not self.is_https and not self.demo:
            raise ValueError(
                f"{self.own_url} is reached without TLS: links, passwords and ballots could be read on their way. "
                "Give GOVAPP_BASE_URL (and GOVAPP_OFFICE_BASE_URL) an address with https://",
            )
        return self

    @model_validator(mode="after")
    def _mail_in_cipher(self) -> "Settings":
        if self.smtp_tls == "none" and self.smtp_host and not _is_loopback(self.smtp_host):
            raise ValueError("GOVAPP_SMTP_TLS=none is for a mail server on this machine: mails carry personal links")
        return self

    @model_validator(mode="after")
    def _own_names(self) -> "Settings":
        """Refuse the names of the demonstration and of the sample file where they would reach strangers."""
        sends = bool(self.smtp_host) and not _is_loopback(self.smtp_host)
        if self.demo or (_is_this_machine(self.own_url) and not sends):
            return self
        for name in ("base_url", "office_base_url", "cooperative", "contact", "smtp_host", "mail_from"):
            value = str(getattr(self, name))
            if value in DEMONSTRATION_NAMES or _SAMPLE_HOST.search(value):
                raise ValueError(
                    f"GOVAPP_{name.upper()} is still {value!r}, of the demonstration or the sample file: "
                    "give your own, for people read it in pages and mails",
                )
        return self

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(
                f"GOVAPP_TIMEZONE={value!r} is not the name of a time zone, like Europe/Brussels"
            ) from None
        return value

    @property
    def authentic_language(self) -> Language:
        """Return the language of the seat, in which notice and minutes are authentic."""
        return self.seat_language or self.default_language

    @property
    def zone(self) -> ZoneInfo:
        """Return the time zone of the cooperative: its days begin and end there."""
        return ZoneInfo(self.timezone)

    @property
    def office_url(self) -> str:
        """Return the address that officers use, which is everybody's unless they have one of their own."""
        return self.office_base_url or self.base_url

    @property
    def own_url(self) -> str:
        """Return the address under which people reach this process."""
        return self.office_url if self.surface is Surface.OFFICE else self.base_url

    @property
    def known_hosts(self) -> tuple[str, ...]:
        """Return the names under which this process may be asked for a page; a port does not matter."""
        urls = (self.base_url, self.office_url) if self.surface is Surface.BOTH else (self.own_url,)
        named = [urlsplit(url).hostname or "" for url in urls]
        named += [host.strip().lower() for host in self.trusted_hosts.split(",")]
        if any(_is_loopback(host) for host in named):
            named += LOOPBACK_HOSTS
        return tuple(dict.fromkeys(host for host in named if host))

    @property
    def is_https(self) -> bool:
        """Tell whether people reach this process over TLS, so that cookies may say so."""
        return self.own_url.startswith("https://")

    def key_ring(self) -> KeyRing:
        """Return the keys derived from the secret key; raises SettingError as `key` does."""
        return KeyRing(self.key())

    def database(self) -> str:
        """Return the address of the database; raises SettingError when nobody has named one."""
        if not self.database_url:
            raise SettingError(
                "GOVAPP_DATABASE_URL is not set. A shell does not read the file of the services: "
                "give it with `govapp --env-file /etc/govapp/govapp.env ...`, or set the variable",
            )
        return self.database_url

    def key(self) -> bytes:
        """Return the secret key; raises SettingError, naming the variable, when it is missing or can be guessed."""
        value = self.secret_key.get_secret_value()
        if not value and self.secret_key_file is not None:
            value = _text_of(self.secret_key_file, "GOVAPP_SECRET_KEY_FILE").strip()
        if len(set(value)) < MIN_KEY_LETTERS <= MIN_KEY_CHARACTERS <= len(value) and not _is_this_machine(self.own_url):
            raise SettingError("GOVAPP_SECRET_KEY can be guessed: have it made by chance, not typed")
        if len(value) < MIN_KEY_CHARACTERS:
            raise SettingError(
                f"GOVAPP_SECRET_KEY (or the file named by GOVAPP_SECRET_KEY_FILE) needs at least {MIN_KEY_CHARACTERS} "
                f"characters; for example {secrets.token_urlsafe(48)!r}",
            )
        return value.encode("ascii")


MIN_KEY_CHARACTERS = 32
MIN_KEY_LETTERS = 12
DEMONSTRATION_NAMES = ("Ambora", "contact@ambora.example", "noreply@ambora.example", "Example Cooperative")
# Of deploy/govapp.env.sample.
_SAMPLE_HOST = re.compile(r"(?:^|[@./])cooperative\.example$")
_OPEN_TO_ALL = 0o007
LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "::1")


def _is_loopback(host: str) -> bool:
    return host.strip("[]").lower() in LOOPBACK_HOSTS


def _is_this_machine(url: str) -> bool:
    return _is_loopback(urlsplit(url).hostname or "")


def load_settings() -> Settings:
    """Return the settings of this process; raises SettingError with a sentence for each that cannot be meant."""
    try:
        return Settings()
    except ValidationError as wrong:
        raise SettingError("\n".join(_sentences(wrong))) from None


def _sentences(wrong: ValidationError) -> list[str]:
    found = []
    for error in wrong.errors():
        said = error["msg"].removeprefix("Value error, ")
        names = [f"GOVAPP_{str(place).upper()}" for place in error["loc"]]
        found.append(said if "GOVAPP_" in said or not names else f"{names[0]}: {said}")
    return found


def read_env_file(file: Path) -> dict[str, str]:
    """Return the variables of a file of lines NAME=value, as systemd reads them (systemd.exec(5), EnvironmentFile=).

    Raises SettingError for a line that is none, for a file that anybody on the machine may read, and for none.
    """
    text = _text_of(file, "--env-file")
    if file.stat().st_mode & _OPEN_TO_ALL:
        raise SettingError(f"{file} can be read by everybody on this machine: chmod 640, for it may hold secrets")
    found = {}
    for number, line in enumerate(map(str.strip, text.splitlines()), start=1):
        if not line or line[0] in "#;":
            continue
        name, sign, value = line.partition("=")
        if not sign or not name.strip().isidentifier():
            raise SettingError(f"{file}, line {number}: write NAME=value")
        found[name.strip()] = _unquoted(value.strip())
    return found


def take_env_file(file: Path) -> None:
    """Put the variables of a file into the environment of this process and of those that it starts."""
    os.environ.update(read_env_file(file))


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        inner = value[1:-1]
        return re.sub(r'\\(["\\$`])', r"\1", inner) if value[0] == '"' else inner
    return value


def _text_of(file: Path, variable: str) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as fault:
        raise SettingError(f"{variable}: {file}: {fault.strerror}") from fault
    except UnicodeDecodeError:
        raise SettingError(f"{variable}: {file} is not a text") from None
