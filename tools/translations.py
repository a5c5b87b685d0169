"""Keeps the catalogues complete: `python -m tools.translations update|check [AREA ...]`.

One .po file per language and area (a package, or a folder of templates). `update` finds new messages and fills those
that the glossary already knows; `check` fails when a message lacks a translation, has other placeholders, breaks a rule
of spelling, or is translated differently in another area.
"""

import ast
import re
import sys
from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "govapp" / "language" / "translations"
TARGETS = ("nl", "fr", "de")
SENTENCES = ROOT / "docs" / "glossary.md"

# area: the folders whose messages it holds
AREAS: dict[str, tuple[str, ...]] = {
    "accounts": ("govapp/accounts", "templates/accounts"),
    "assembly": ("govapp/assembly", "templates/assembly"),
    "audit": ("govapp/audit", "templates/audit"),
    "ballots": ("govapp/ballots", "templates/ballots"),
    "outbox": ("govapp/outbox", "templates/outbox", "templates/mail"),
    "rehearsal": ("govapp/rehearsal",),
    "shares": ("govapp/shares", "templates/shares"),
    "statutes": ("govapp/statutes", "templates/statutes"),
    "web": (
        "govapp/web", "govapp/kernel", "govapp/language", "govapp/db", "govapp/forms.py", "govapp/declarations.py",
        "govapp/demo", "govapp/pdf", "templates/layout", "templates/components", "templates/errors", "templates/about",
    ),
}  # fmt: skip
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "N_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "NP_": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "NNP_": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
BLOCK = re.compile(r"^\[([a-z_.]+)\]\n((?:(?:en|nl|fr|de)(?:\.one|\.other)?: .*\n?)+)", re.MULTILINE)

Key = tuple[str | None, str]


def glossary(text: str) -> dict[str, dict[Key, str | tuple[str, str]]]:
    """Return per language the key sentences of the glossary, by context and English sentence."""
    known: dict[str, dict[Key, str | tuple[str, str]]] = {language: {} for language in TARGETS}
    for context, body in BLOCK.findall(text):
        lines = dict(line.split(": ", 1) for line in body.strip().splitlines())
        lines = {name: value.replace("\\n", "\n") for name, value in lines.items()}
        for language in TARGETS:
            value: str | tuple[str, str]
            if "en" in lines:
                english, value = lines["en"], lines[language]
            else:
                english, value = lines["en.one"], (lines[f"{language}.one"], lines[f"{language}.other"])
            known[language][context, english] = value
            known[language].setdefault((None, english), value)
    return known


def extracted(area: str) -> Catalog:
    """Return the messages in the sources of an area."""
    catalogue = Catalog(project="GovApp", charset="utf-8")
    for folder in AREAS[area]:
        place = ROOT / folder
        for path in [place] if place.is_file() else sorted(place.rglob("*")):
            method = {".py": "python", ".html": "jinja2.ext:babel_extract", ".txt": "jinja2.ext:babel_extract"}
            if path.suffix not in method or "static" in path.parts:
                continue
            source = BytesIO(path.read_bytes())
            for _line, message, _comments, context in extract(
                method[path.suffix], source, KEYWORDS, (), {"trimmed": "true", "silent": "false"},
            ):  # fmt: skip
                if message and message != ("", ""):
                    catalogue.add(message, context=context, locations=[(path.relative_to(ROOT).as_posix(), 1)])
    return catalogue


def hidden_sentences(source: str) -> list[str]:
    """Return the calls for a translation that stand inside an f-string: the extractor does not see them there."""
    return [
        ast.unparse(call)
        for text in ast.walk(ast.parse(source))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and ast.unparse(call.func).rpartition(".")[2] in KEYWORDS
    ]


def po_file(language: str, area: str) -> Path:
    """Return the path of one catalogue."""
    return FOLDER / language / f"{area}.po"


def read(language: str, area: str) -> Catalog:
    """Return a catalogue as it stands, or an empty one."""
    path = po_file(language, area)
    if not path.exists():
        return Catalog(locale=language, project="GovApp", charset="utf-8")
    with path.open("rb") as handle:
        return read_po(handle, locale=language)


def translated() -> dict[str, dict[Key, str | tuple[str, ...]]]:
    """Return per language what is translated in any area: a sentence that moves to another room keeps its words."""
    return {
        language: {
            _key(message): message.string if isinstance(message.string, str) else tuple(message.string or ())
            for area in sorted(AREAS)
            for message in read(language, area)
            if message.id and _filled(message)
        }
        for language in TARGETS
    }


def update(area: str, elsewhere: dict[str, dict[Key, str | tuple[str, ...]]]) -> None:
    """Bring the three catalogues of an area up to date with its sources; `elsewhere` is what any area translates."""
    source = extracted(area)
    known = glossary(SENTENCES.read_text(encoding="utf-8"))
    for language in TARGETS:
        old = read(language, area)
        new = Catalog(locale=language, project="GovApp", charset="utf-8", fuzzy=False)
        for message in sorted((each for each in source if each.id), key=_order):
            kept = old.get(message.id if isinstance(message.id, str) else message.id[0], context=message.context)
            if kept is not None and _filled(kept):
                string = kept.string
            else:
                moved = elsewhere[language].get(_key(message))
                string = _suggestion(known[language], message) if moved is None else moved
            if language == "fr":
                string = _french(string)
            new.add(message.id, string, context=message.context, locations=message.locations)
        path = po_file(language, area)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as handle:
            write_po(handle, new, width=110, omit_header=False, include_lineno=False, sort_output=False)
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r'^"POT?-(Creation|Revision)-Date.*\n', "", text, flags=re.MULTILINE), encoding="utf-8")
        missing = sum(1 for each in new if each.id and not _filled(each))
        print(f"{path.relative_to(ROOT)}: {len(new)} messages, {missing} to translate")


def _french(string: str | Sequence[str] | None) -> str | tuple[str, ...]:
    """Put the no-break spaces where French wants them, so that nobody needs to type them."""
    if not isinstance(string, str):
        return tuple(str(_french(each)) for each in string or ())
    string = re.sub(r" (?=:)|(?<=«) | (?=»)", "\N{NO-BREAK SPACE}", string)
    return re.sub(r" (?=[;?!])", "\N{NARROW NO-BREAK SPACE}", string)


def _order(message: Message) -> tuple[str, str]:
    return message.context or "", message.id if isinstance(message.id, str) else message.id[0]


def _suggestion(known: dict[Key, str | tuple[str, str]], message: Message) -> str | tuple[str, ...]:
    english = message.id if isinstance(message.id, str) else message.id[0]
    found = known.get((message.context, english)) or known.get((None, english))
    plural = not isinstance(message.id, str)
    if found is None or isinstance(found, tuple) != plural:
        return ("", "") if plural else ""
    return found


def _filled(message: Message) -> bool:
    return bool(message.string) if isinstance(message.string, str) else all(message.string or ("",))


def problems(area: str) -> list[str]:
    """Return what is wrong with the catalogues of an area, a sentence each."""
    found = [f"{name}: inside an f-string, where it is not found: {call}" for name, call in _hidden(area)]
    source = {_key(each): each for each in extracted(area) if each.id}
    for language in TARGETS:
        have = {_key(each): each for each in read(language, area) if each.id}
        where = f"{language}/{area}.po"
        found += [f"{where}: not in the catalogue: {key[1]!r}" for key in source.keys() - have.keys()]
        found += [f"{where}: no longer used: {key[1]!r}" for key in have.keys() - source.keys()]
        for message in have.values():
            found += [f"{where}: {complaint}: {message.id!r}" for complaint in complaints(language, message)]
    return found


def _hidden(area: str) -> Iterable[tuple[str, str]]:
    for folder in AREAS[area]:
        place = ROOT / folder
        for path in [place] if place.suffix == ".py" else sorted(place.rglob("*.py")):
            for call in hidden_sentences(path.read_text(encoding="utf-8")):
                yield path.relative_to(ROOT).as_posix(), call


def _key(message: Message) -> Key:
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


def complaints(language: str, message: Message) -> Iterable[str]:
    """Yield what is wrong with one translation."""
    if not _filled(message):
        yield "not translated"
        return
    if message.fuzzy:
        yield "marked fuzzy"
    ids = (message.id,) if isinstance(message.id, str) else message.id
    strings = (message.string,) if isinstance(message.string, str) else message.string or ()
    wanted = set().union(*(PLACEHOLDER.findall(each) for each in ids)) - {"count"}
    for string in strings:
        if set(PLACEHOLDER.findall(string)) - {"count"} != wanted:
            yield "other placeholders than the English"
        if "·" in string and "·" not in ids[0]:
            yield "a middle dot"
        if language == "fr" and "'" in string:
            yield "a straight apostrophe"
        if language == "fr" and re.search(
            r"[^\s\u00a0\u202f:/]:(\s|$)|[^\u202f];|[^\u202f?]\?(\s|$)|[a-zé] [:;?!]", string
        ):
            yield "spaces before : ; ? as French wants them"


def conflicts() -> list[str]:
    """Return what two areas translate differently, a sentence each: at run time one of them would win, unseen."""
    found: list[str] = []
    for language in TARGETS:
        said: dict[tuple[str | None, object], dict[object, str]] = {}
        for area in sorted(AREAS):
            for message in read(language, area):
                if message.id:
                    said.setdefault((message.context, message.id), {}).setdefault(message.string, area)
        for (_context, english), strings in said.items():
            if len(strings) > 1:
                shown = ", ".join(f"{string!r} in {area}" for string, area in strings.items())
                found.append(f"{language}: {english!r} is {shown}: use one wording, or give one of them a context")
    return found


def main(arguments: list[str]) -> int:
    """Run `update` or `check` on the named areas, or on all."""
    command, areas = arguments[0], arguments[1:] or sorted(AREAS)
    if command == "update":
        elsewhere = translated()
        for area in areas:
            update(area, elsewhere)
        return 0
    found = [problem for area in areas for problem in problems(area)] + conflicts()
    print("\n".join(found) or "all catalogues are complete")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
