"""Chromium for the tests and benchmarks that need a real browser, and a small server for the booth's bundles."""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

BUNDLES = Path(__file__).parent.parent / "govapp" / "static" / "booth" / "dist"
NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium_path() -> str:
    """Return the Chromium of this machine; raises FileNotFoundError when there is none."""
    named = os.environ.get("GOVAPP_CHROMIUM")
    found = [path for path in (named, *map(shutil.which, NAMES)) if path]
    if found:
        return found[0]
    raise FileNotFoundError("no chromium on this machine: apt-get install chromium")


def slow_down(page: Page) -> None:
    """Slow the processor of a page as many times as GOVAPP_SLOWED says, such as 4; no journey depends on speed."""
    slowed = float(os.environ.get("GOVAPP_SLOWED", "1"))
    if slowed > 1:
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slowed})


@contextmanager
def chromium() -> Iterator[Browser]:
    """Open a browser without a window; root needs it without a sandbox, and the tests open only our own pages."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        yield browser
        browser.close()


class _Bundles(SimpleHTTPRequestHandler):
    """The bundles as files, and an empty page to run them in."""

    def do_GET(self) -> None:
        """Answer with the empty page, or with a file."""
        if self.path != "/":
            super().do_GET()
            return
        page = b"<!doctype html><title>booth</title>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@contextmanager
def bundle_server(folder: Path = BUNDLES) -> Iterator[str]:
    """Serve a folder, such as the committed bundles, on a free port here; gives the address, no slash at the end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Bundles, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()
