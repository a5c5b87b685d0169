"""Takes pictures of the gallery and asks axe about each page: `python -m tools.screenshots [--out DIR] [PAGE ...]`.

Every page at 390, 768 and 1280 pixels, light and dark, and once as it is printed. Exit code 1 when axe finds something,
when a page overflows sideways, or when the browser complains (for example about the content security policy).
"""

import argparse
import logging
import sys
from itertools import product
from pathlib import Path
from threading import Thread

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from tests.browser import chromium
from tests.web.gallery.app import PAGES, make_gallery

WIDTHS = (390, 768, 1280)
SCHEMES = ("light", "dark")
# Axe re-reads imported sheets by itself when it preloads, which the policy refuses and the console then reports.
AXE = {
    "preload": False,
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}


def findings(page: Page, name: str) -> list[str]:
    """Return what is wrong with the page that `page` shows."""
    found = [
        f"{name}: {each['id']}: {each['nodes'][0]['html'][:160]} ({each['nodes'][0].get('failureSummary', '')[:200]})"
        for each in Axe().run(page, options=AXE).response["violations"]
    ]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        found.append(f"{name}: {wide} pixels too wide")
    return found


def shoot(browser: Browser, address: str, where: str, out: Path) -> list[str]:
    """Photograph the page at `address` in one width and scheme (`where` = page-language-width-scheme)."""
    name, language, width, scheme = where.rsplit("-", 3)
    context = browser.new_context(
        viewport={"width": int(width), "height": 844 if width == "390" else 900},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda line: said.append(f"{where}: console: {line.text}"))
    page.goto(f"{address}/{name}?language={language}", wait_until="networkidle")
    page.screenshot(path=out / f"{where}.png", full_page=True)
    if width == "390":
        page.screenshot(path=out / f"{where}-fold.png")
    found = findings(page, where)
    if where.endswith("1280-light"):
        page.pdf(path=out / f"{name}-{language}.pdf", format="A4")
    context.close()
    return said + found


def main() -> int:
    """Serve the gallery, photograph it, and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*", default=PAGES)
    parser.add_argument("--out", type=Path, default=Path("build/screenshots"))
    parser.add_argument("--language", default="nl")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, make_gallery(), threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    found: list[str] = []
    with chromium() as browser:
        for name, width, scheme in product(options.pages, WIDTHS, SCHEMES):
            where = f"{name}-{options.language}-{width}-{scheme}"
            found += shoot(browser, f"http://127.0.0.1:{server.server_port}", where, options.out)
    server.shutdown()
    print("\n".join(found) or f"{len(options.pages)} pages, nothing to report")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
