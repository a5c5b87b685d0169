"""What a reader has to say about a scenario file, in the language of who wrote it, each with its place in the file."""

import re
from typing import Any, Final, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from govapp.kernel.errors import N_, Param
from govapp.language.translator import Translator
from govapp.rehearsal.file_format import FilePart

Part = TypeVar("Part", bound=FilePart)

NONE_OF: Final = N_("%(value)s is none of %(choices)s")
MAX_SHOWN: Final = 60
"""Characters of a value at fault that its sentence repeats."""

# By pydantic's word for a fault (docs.pydantic.dev, "Validation Errors"), because its own sentences are English only.
_SENTENCES: Final[dict[str, str]] = {
    "missing": N_("missing; the format asks for it"),
    "model_type": N_("a JSON object stands here"),
    "no_text": N_("no text in any of the languages nl, fr, en, de"),
    "int_type": N_("%(value)s: a whole number stands here"),
    "greater_than_equal": N_("%(value)s: the least that can be is %(limit)s"),
    "less_than_equal": N_("%(value)s: the most that can be is %(limit)s"),
    "string_type": N_("%(value)s: a text stands here"),
    "string_too_short": N_("%(value)s: a text that is not empty stands here"),
    "list_type": N_("%(value)s: a list of at least one stands here"),
    "too_short": N_("%(value)s: a list of at least one stands here"),
    "literal_error": NONE_OF,
    "date_type": N_("%(value)s: a day such as 2026-06-16 stands here"),
    "no_day": N_("%(value)s: a day such as 2026-06-16 stands here"),
}
_OTHERWISE: Final = N_("%(value)s: this cannot be read")


class FileNotes:
    """The faults of a file, and remarks, each with its place like `items[2].percent`."""

    def __init__(self, translator: Translator) -> None:
        self.faults: list[str] = []
        self.remarks: list[str] = []
        self._translator = translator

    def fault(self, place: str, message: str, /, **params: Param) -> None:
        """Note a fault: a sentence that is marked for translation, and what stands at its places."""
        sentence = self._translator.say(message, **params)
        self.faults.append(f"{place}: {sentence}" if place else sentence)

    def read(self, shape: type[Part], record: object, place: str = "") -> Part | None:
        """Return a record in its shape, or None after noting every fault; members nobody reads are remarked upon."""
        try:
            found = shape.model_validate(record)
        except ValidationError as error:
            for each in error.errors(include_url=False):
                self.fault(_place(place, each["loc"]), _SENTENCES.get(each["type"], _OTHERWISE), **_params(each))
            return None
        unused = self._translator.say(N_("not a member of the format; not used"))
        self.remarks += [f"{where}: {unused}" for where in _unread(found, place)]
        return found


def shown(value: object) -> str:
    """Return a value as a sentence repeats it: its beginning is enough to find it."""
    written = repr(value)
    return written if len(written) <= MAX_SHOWN else f"{written[: MAX_SHOWN - 1]}…"


def _params(error: ErrorDetails) -> dict[str, Param]:
    context = error.get("ctx", {})
    return {
        "value": shown(error["input"]),
        "limit": context.get("ge", context.get("le", "")),
        "choices": ", ".join(re.findall(r"'([^']*)'", context.get("expected", ""))),
    }


def _place(start: str, steps: tuple[int | str, ...]) -> str:
    place = start
    for step in steps:
        place += f"[{step}]" if isinstance(step, int) else f".{step}"
    return place.removeprefix(".")


def _unread(part: FilePart, place: str) -> list[str]:
    found = [_place(place, (name,)) for name in part.model_extra or ()]
    for name, field in type(part).model_fields.items():
        found += _unread_in(getattr(part, name), _place(place, (field.alias or name,)))
    return found


def _unread_in(value: Any, place: str) -> list[str]:  # noqa: ANN401 - a member of any shape
    if isinstance(value, FilePart):
        return _unread(value, place)
    if isinstance(value, list):
        return [each for index, part in enumerate(value) for each in _unread_in(part, _place(place, (index,)))]
    return []
