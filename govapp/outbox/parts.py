"""What a mail consists of: parts that its template names one after another, written as plain text and as HTML."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class PartKind(StrEnum):
    """How a part looks in HTML; in plain text all are paragraphs."""

    TEXT = "text"
    STRONG = "strong"
    QUIET = "quiet"
    POINTS = "points"
    BUTTON = "button"
    LINK = "link"
    LABEL = "label"
    EXACT = "exact"


@dataclass(frozen=True)
class Part:
    """One part of a mail.

    `items` are the lines of POINTS, `address` is where a BUTTON or a LINK leads, `note` stands under a button or a
    LABEL (words by which a ballot is found again). `language` is that of a text in another one than the mail.
    """

    kind: PartKind
    text: str
    items: tuple[str, ...] = ()
    address: str = ""
    note: str = ""
    language: str = ""


@dataclass
class MailParts:
    """Collects the parts of one mail while its template is read; each method returns nothing to print."""

    parts: list[Part] = field(default_factory=list)

    def say(self, text: str, language: str = "") -> str:
        """Add a paragraph; `language` is the code of another language than that of the mail."""
        return self._add(Part(PartKind.TEXT, text, language=language))

    def strong(self, text: str) -> str:
        """Add a paragraph that nobody may overlook, such as the deadline."""
        return self._add(Part(PartKind.STRONG, text))

    def quiet(self, text: str) -> str:
        """Add a paragraph in small letters."""
        return self._add(Part(PartKind.QUIET, text))

    def points(self, text: str, items: Iterable[str]) -> str:
        """Add lines under a sentence, one for each item."""
        return self._add(Part(PartKind.POINTS, text, items=tuple(items)))

    def button(self, text: str, address: str, note: str) -> str:
        """Add the one thing to do; `note` says what to do when the button does not work."""
        return self._add(Part(PartKind.BUTTON, text, address=address, note=note))

    def link(self, text: str, address: str) -> str:
        """Add a way to a page, less loud than a button."""
        return self._add(Part(PartKind.LINK, text, address=address))

    def label(self, text: str, words: str, note: str = "") -> str:
        """Add what people compare sign by sign, under a sentence."""
        return self._add(Part(PartKind.LABEL, text, items=(words,), note=note))

    def exact(self, text: str) -> str:
        """Add a text in which every sign and line break counts."""
        return self._add(Part(PartKind.EXACT, text))

    def _add(self, part: Part) -> str:
        self.parts.append(part)
        return ""


def as_text(parts: Iterable[Part]) -> str:
    """Return the parts as plain text: paragraphs with an empty line between them, each address whole on one line."""
    return "\n\n".join(_as_text(part) for part in parts)


def _as_text(part: Part) -> str:
    if part.kind is PartKind.POINTS:
        # A second line of an item stands under its first.
        return "\n".join([part.text, *("- " + item.replace("\n", "\n  ") for item in part.items)])
    if part.kind in {PartKind.BUTTON, PartKind.LINK}:
        return f"{part.text}: {part.address}"
    if part.kind is PartKind.LABEL:
        return "\n".join(line for line in (part.text, *part.items, part.note) if line)
    return part.text
