"""Pictures of every mail: `python -m tools.mail_pictures FOLDER [LANGUAGE ...]`.

In Chromium, light and dark, 320 and 640 pixels wide, without images, as `NAME-LANGUAGE-WIDTH-light.png`. Chromium is
the one at GOVAPP_CHROMIUM, or Playwright's own.
"""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright
from pydantic import SecretStr

from govapp.kernel.texts import LANGUAGES, Language
from govapp.outbox.queue import Claimed
from govapp.settings import Settings
from govapp.web.app import DECLARATIONS
from govapp.web.letters import post_of
from tests.factories.mail import a_message

WIDTHS = (320, 640)
COLOURS: tuple[Literal["light", "dark"], ...] = ("light", "dark")
LINK = "https://vote.ambora.example/in/Qm9vdGhzIGFyZSBzbWFsbA.dGhpcyBpcyBhIHBpY3R1cmUgb25seSwgbm90IGEgbGluaw"


def mails(language: Language) -> dict[str, str]:
    """Return each letter as HTML, by its name."""
    settings = Settings(
        secret_key=SecretStr("x" * 40),
        base_url="https://vote.ambora.example",
        contact_phone="+32 2 123 45 67",
        # Else the name of the demonstration is refused beside such an address.
        demo=True,
    )
    writer, moment = post_of(settings).writer, datetime(2026, 6, 1, 12, tzinfo=UTC)
    found = {}
    for template in sorted(DECLARATIONS.letters):
        message = a_message(template=template, language=language)
        row = Claimed(1, "key", template, message.to, message.name, language, dict(message.facts), None, moment, 1)
        found[template] = writer.write(row, LINK).html
    return found


def draw(browser: Browser, folder: Path, language: Language) -> int:
    """Write the pictures of one language and return how many there are."""
    count = 0
    for colours in COLOURS:
        for width in WIDTHS:
            page = browser.new_page(viewport={"width": width, "height": 700}, color_scheme=colours)
            page.route("**/*", lambda route: route.abort())
            for template, html in mails(language).items():
                page.set_content(html)
                beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                if beyond > 0:
                    raise SystemExit(f"{template} {language} is {beyond} pixels too wide at {width}")
                page.screenshot(path=folder / f"{template}-{language}-{width}-{colours}.png", full_page=True)
                count += 1
            page.close()
    return count


def main() -> None:
    """Write the pictures that were asked for."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    languages = [Language(each) for each in sys.argv[2:]] or list(LANGUAGES)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("GOVAPP_CHROMIUM"))
        print(sum(draw(browser, folder, language) for language in languages), "pictures in", folder)


if __name__ == "__main__":
    main()
