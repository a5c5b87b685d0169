"""Takes the pictures of the README from a running demonstration: `python -m tools.pictures LINK RESULT`."""

import sys
from pathlib import Path

from playwright.sync_api import Page

from tests.browser import chromium

OUT = Path(__file__).parent.parent / "docs" / "pictures"


def ballot(page: Page, link: str) -> None:
    """Come in by a personal link, answer the first question and photograph the ballot paper."""
    page.goto(link)
    page.wait_for_url("**/vote/**")
    page.locator("#ballot").wait_for()
    page.locator("#ballot input[type=radio]").first.check(force=True)
    page.screenshot(path=OUT / "ballot.png")


def result(page: Page, address: str) -> None:
    """Photograph a result."""
    page.goto(address, wait_until="networkidle")
    page.screenshot(path=OUT / "result.png")


def main(link: str, address: str) -> None:
    """Take both."""
    OUT.mkdir(exist_ok=True)
    with chromium() as browser:
        phone = browser.new_context(viewport={"width": 390, "height": 844}, locale="nl-BE", color_scheme="light")
        ballot(phone.new_page(), link)
        desk = browser.new_context(viewport={"width": 1024, "height": 1100}, locale="en-GB", color_scheme="light")
        result(desk.new_page(), address)


if __name__ == "__main__":
    main(*sys.argv[1:])
