"""Builds one style sheet per surface from the sources in govapp/static/css: `python -m tools.styles build|check`.

People with a slow line load one file before they read. What Pico has for things that no page of ours holds is left out,
and so are its variables that tokens.css sets anew or that nothing uses. A source that changes is built again; a test
compares.
"""

import re
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

CSS = Path(__file__).parent.parent / "govapp" / "static" / "css"
SHAREHOLDER = ("app.css", "lists.css", "ballot.css", "results.css")
SURFACES = {
    "shareholder.css": SHAREHOLDER,
    "office.css": (*SHAREHOLDER, "desk.css"),
    "projector.css": ("app.css", "results.css", "room.css"),
}
"""The sheets that pages load, and the sources of each after Pico and tokens.css; print.css closes each."""

# What stands on no page: a selector of Pico that names one of these is left out. A test looks for them in templates.
UNUSED_CLASSES = (
    *("container", "container-fluid", "contrast", "dropdown", "grid", "loading", "outline", "overflow-auto"),
    *("striped", "modal-is-open", "modal-is-opening", "modal-is-closing"),
)
UNUSED_ELEMENTS = ("audio", "canvas", "del", "dialog", "hgroup", "ins", "kbd", "video")
UNUSED_ATTRIBUTES = ("data-tooltip", "data-placement", "data-open", "contenteditable")
UNUSED_VALUES = ("range", "color", "reset", "switch", "group", "week", "month")
UNUSED = re.compile(
    rf"\.({'|'.join(UNUSED_CLASSES)})(?![\w-])"
    rf"|(?<![\w.#\[=-])({'|'.join(UNUSED_ELEMENTS)})(?![\w-])"
    rf"|\[({'|'.join(UNUSED_ATTRIBUTES)})"
    rf"|\[(?:type|role)=({'|'.join(UNUSED_VALUES)})\]"
    r"|\[data-theme=dark\]$|^:host|\[dir=rtl\]"
)
LICENCE = (
    "/* Holds parts of Pico CSS v2.1.1, Copyright 2019-2025, MIT (vendor/pico-LICENSE.md). Built by tools/styles.py. */"
)
WITHOUT = re.compile(r":not\([^()]*\)")
VARIABLE = re.compile(r"(--pico-[\w-]+):[^;{}]*(?:;|(?=\}))")
Rule = tuple[str, str | None]
"""A prelude, such as a selector list or an at-rule, with the text between its braces; None where it has none."""


def build(name: str) -> str:
    """Return the sheet of a surface."""
    tokens = _read("tokens.css").replace('@import url("pico.min.css");', "")
    ours = [tokens, *map(_read, SURFACES[name])]
    pico = _pruned(_read("pico.min.css"), "".join(ours))
    print_only = f"@media print {{ {_read('print.css')} }}"
    return LICENCE + "\n" + "\n".join(map(_packed, [pico, *ours, print_only])) + "\n"


def write() -> None:
    """Write every sheet."""
    for name in SURFACES:
        (CSS / name).write_text(build(name), encoding="utf-8")


def stale() -> list[str]:
    """Return the sheets that are not what their sources make."""
    return [name for name in SURFACES if not (CSS / name).is_file() or (CSS / name).read_text("utf-8") != build(name)]


def _read(name: str) -> str:
    return (CSS / name).read_text(encoding="utf-8")


def _packed(text: str) -> str:
    """Return a sheet without comments and with single spaces; strings of ours hold neither."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return re.sub(r"\s*([{};])\s*", r"\1", re.sub(r"\s+", " ", text)).replace(";}", "}").strip()


def _pruned(pico: str, ours: str) -> str:
    """Return Pico without what no page of ours uses; `ours` are the sheets that follow it."""
    pico = re.sub(r"/\*.*?\*/", "", pico, flags=re.DOTALL)
    # Its icons are addresses with rules in them; tokens.css names a file of ours for each.
    text = "".join(_kept(_rules(re.sub(r'url\("data:[^"]*"\)', "none", pico))))
    overridden = set(re.findall(r"(--pico-[\w-]+):", ours))
    text = VARIABLE.sub(lambda each: _unless(each, overridden), text)
    while True:
        used = set(re.findall(r"var\((--pico-[\w-]+)", text + ours))
        shorter = VARIABLE.sub(partial(_if_used, used=used), text)
        shorter = re.sub(r"(?<=[{}])[^{}]*\{\}", "", shorter)
        if shorter == text:
            return text
        text = shorter


def _if_used(declaration: re.Match[str], used: set[str]) -> str:
    return declaration[0] if declaration[1] in used else ""


def _unless(declaration: re.Match[str], overridden: set[str]) -> str:
    """Keep a variable unless tokens.css sets it for the whole page; inside a component Pico may set it again."""
    before = declaration.string[: declaration.start()]
    selector = re.split(r"[{}]", before[: before.rfind("{")])[-1]
    is_theme = ":root" in selector
    return "" if is_theme and declaration[1] in overridden else declaration[0]


def _kept(rules: Iterator[Rule]) -> Iterator[str]:
    for prelude, body in rules:
        if body is None:
            continue
        if prelude.startswith(("@media", "@supports")):
            inside = "".join(_kept(_rules(body)))
            if inside:
                yield f"{prelude}{{{inside}}}"
        elif prelude.startswith("@keyframes"):
            if not prelude.split()[-1].startswith(("modal", "tooltip")):
                yield f"{prelude}{{{body}}}"
        elif prelude.startswith("@"):
            continue
        else:
            selectors = [each for each in _split(prelude) if not UNUSED.search(WITHOUT.sub("", each))]
            if selectors:
                yield f"{','.join(selectors)}{{{body}}}"


def _split(prelude: str) -> list[str]:
    """Return the selectors of a list; commas inside brackets part nothing."""
    found, depth = [""], 0
    for sign in prelude:
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and depth == 0:
            found.append("")
        else:
            found[-1] += sign
    return [each.strip() for each in found]


def _rules(text: str) -> Iterator[Rule]:
    """Yield the rules of a sheet at its outermost level."""
    place = 0
    while (brace := _find(text, "{;", place)) >= 0:
        if text[brace] == ";":
            yield text[place:brace], None
            place = brace + 1
            continue
        end = _closing(text, brace)
        yield text[place:brace].strip(), text[brace + 1 : end]
        place = end + 1


def _find(text: str, signs: str, place: int) -> int:
    quote = ""
    for index in range(place, len(text)):
        if quote:
            quote = "" if text[index] == quote else quote
        elif text[index] in "\"'":
            quote = text[index]
        elif text[index] in signs:
            return index
    return -1


def _closing(text: str, brace: int) -> int:
    depth, place = 1, brace
    while depth:
        place = _find(text, "{}", place + 1)
        depth += 1 if text[place] == "{" else -1
    return place


if __name__ == "__main__":
    if sys.argv[1:] == ["build"]:
        write()
    elif sys.argv[1:] == ["check"]:
        if found := stale():
            raise SystemExit(f"{', '.join(found)}: not what the sources make; run python -m tools.styles build")
    else:
        raise SystemExit(__doc__)
