"""Somebody who uses the keyboard alone, and the sentences of the glossary to look for on the way."""

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

from govapp.kernel.texts import Language
from govapp.language.catalogues import translations

GLOSSARY = Path(__file__).parents[2] / "docs" / "glossary.md"
MARK = r"""words => {
  const said = (element) => element.textContent.replace(/\s+/g, " ").trim();
  for (const each of document.querySelectorAll("a, button, summary"))
    each.toggleAttribute("data-wanted", said(each) === words && each.checkVisibility());
}"""
FURTHEST = 120
"""So many times somebody presses Tab before giving up."""


def sentence(key: str, language: Language) -> str:
    """Return a key sentence of the glossary up to its first placeholder, with plain spaces."""
    block = re.search(
        rf"^\[{re.escape(key)}\]\n((?:[a-z.]+: .*\n)+)", GLOSSARY.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert block is not None, key
    lines = dict(line.split(": ", 1) for line in block[1].splitlines())
    return plain(lines[language.value].split("%(")[0])


def plain(words: str) -> str:
    """Return words with plain spaces between them."""
    return " ".join(words.split())


@dataclass
class Keyboard:
    """The keyboard of a page; `actions` counts what the person did on purpose, moving the focus aside."""

    page: Page
    actions: int = 0

    def __post_init__(self) -> None:
        """Let the browser hand over file choosers from the beginning: asked for late, one may be missed."""
        self.page.on("filechooser", lambda _: None)

    def to(self, selector: str) -> None:
        """Wait until an element can be seen, as a person does, and go on with Tab until the focus is on it."""
        expect(self.page.locator(selector).first).to_be_visible()
        for _ in range(FURTHEST):
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                assert self.page.evaluate("document.activeElement.checkVisibility()"), f"{selector} cannot be seen"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach {selector} on {self.page.url}")

    def press(self, selector: str, key: str = "Enter") -> None:
        """Go to an element and press a key on it: one action."""
        self.to(selector)
        self.page.keyboard.press(key)
        self.actions += 1

    def follow(self, words: str) -> None:
        """Wait for a link or a button with these words, go to it and press Enter: one action."""
        pattern = re.compile(r"^\s*" + r"\s+".join(map(re.escape, words.split())) + r"\s*$")
        expect(self.page.locator("a, button, summary").filter(has_text=pattern, visible=True).first).to_be_visible()
        self.page.evaluate(MARK, words)
        self.press("[data-wanted]")

    def write(self, selector: str, words: str) -> None:
        """Go to a field and write into it."""
        self.to(selector)
        self.page.keyboard.type(words)

    def give(self, selector: str, file: Path) -> None:
        """Go to a field for a file, open the chooser and choose."""
        self.to(selector)
        with self.page.expect_file_chooser() as chooser:
            self.page.keyboard.press("Enter")
        chooser.value.set_files(file)
        self.actions += 1

    @property
    def said(self) -> str:
        """Return the words of the page with plain spaces."""
        return plain(self.page.inner_text("main"))


@dataclass
class Desk(Keyboard):
    """The keyboard of an officer who reads `language`; what stands on a page is named by its English words."""

    language: Language = Language.EN

    def read(self, singular: str, plural: str = "", n: int = 1, **facts: object) -> str:
        """Return the words as this officer reads them, with plain spaces; dots at the end ask a question first."""
        catalogue = translations(self.language)
        words = singular.removesuffix("…")
        found = catalogue.ngettext(words, plural, n) if plural else catalogue.gettext(words)
        return plain(found % facts if facts else found) + singular[len(words) :]

    def choose(self, words: str) -> None:
        """Go to a link or a button and press Enter: one action."""
        self.follow(self.read(words))

    def sees(self, singular: str, plural: str = "", n: int = 1, **facts: object) -> None:
        """Wait until the page shows these words."""
        expect(self.page.locator("main")).to_contain_text(self.read(singular, plural, n, **facts))
