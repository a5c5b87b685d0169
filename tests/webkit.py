"""A second browser engine for the voter's journey: WebKit, as on every iPhone, driven over W3C WebDriver.

Debian's `webkit2gtk-driver` starts MiniBrowser on a screen that `Xvfb` pretends; both end with the test.
"""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from tests.factories.mail import free_port

BROWSERS = "/usr/lib/*/webkit2gtk-4.1/MiniBrowser"
# W3C WebDriver, section 12.2: the name under which an element's reference stands.
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
PATIENCE_SECONDS = 60.0
POLL_SECONDS = 0.1


class WebDriverError(RuntimeError):
    """The driver refused a command; the message is its own."""


def minibrowser() -> Path | None:
    """Return the browser of webkit2gtk, where driver and screen are there as well."""
    found = sorted(Path("/").glob(BROWSERS.lstrip("/")))
    return found[0] if found and shutil.which("WebKitWebDriver") and shutil.which("Xvfb") else None


class WebKit:
    """One window. Elements are named by CSS selectors."""

    def __init__(self, port: int, browser: Path) -> None:
        self._port = port
        options = {"binary": str(browser), "args": ["--automation"]}
        wanted = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
        self._session = self._send("POST", "/session", wanted)["sessionId"]

    def open(self, address: str) -> None:
        """Load a page."""
        self._command("POST", "url", {"url": address})

    @property
    def url(self) -> str:
        """Return the address of the page."""
        return str(self._command("GET", "url"))

    def text(self, selector: str) -> str:
        """Return the words that an element shows."""
        return str(self._command("GET", f"element/{self.find(selector)}/text"))

    def click(self, selector: str) -> None:
        """Click an element as soon as it can be clicked."""

        def clicked() -> bool:
            element = self.find(selector)
            # A person sees that it does not answer yet; the driver would click all the same.
            if self._command("GET", f"element/{element}/attribute/aria-disabled") == "true":
                return False
            self._command("POST", f"element/{element}/click", {})
            return True

        self.until(clicked, f"{selector} cannot be clicked")

    def run(self, script: str, *arguments: object) -> Any:
        """Run a script in the page and return what it returns."""
        return self._command("POST", "execute/sync", {"script": script, "args": arguments})

    def find(self, selector: str) -> str:
        """Return the reference of the first element; raises WebDriverError when there is none."""
        found = self._command("POST", "element", {"using": "css selector", "value": selector})
        return str(found[ELEMENT])

    def until(self, condition: Callable[[], bool], what: str) -> None:
        """Ask again until a condition holds; fails with `what` when it never does."""
        end = time.monotonic() + PATIENCE_SECONDS
        problem: object = None
        while time.monotonic() < end:
            try:
                if condition():
                    return
            except WebDriverError as error:
                problem = error
            time.sleep(POLL_SECONDS)
        raise AssertionError(f"{what}: {problem} at {self.url}")

    def close(self) -> None:
        """End the session and its window."""
        self._command("DELETE", "")

    def _command(self, method: str, path: str, body: object = None) -> Any:
        return self._send(method, f"/session/{self._session}/{path}".rstrip("/"), body)

    def _send(self, method: str, path: str, body: object = None) -> Any:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE_SECONDS)
        content = None if body is None else json.dumps(body)
        connection.request(method, path, content, {"Content-Type": "application/json"})
        response = connection.getresponse()
        value = json.loads(response.read())["value"]
        connection.close()
        if response.status >= 400:
            raise WebDriverError(f"{value['error']}: {value['message']}")
        return value


@contextmanager
def webkit() -> Iterator[WebKit]:
    """Open a window of WebKit; raises FileNotFoundError where Debian's driver is not installed."""
    browser = minibrowser()
    if browser is None:
        raise FileNotFoundError("no WebKit on this machine: apt-get install webkit2gtk-driver xvfb")
    port = free_port()
    read, write = os.pipe()
    # -displayfd: Xvfb takes the first number that is free and writes it there when it is ready.
    screen = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x1024x24", "-nolisten", "tcp"]
    with subprocess.Popen(screen, pass_fds=[write], stderr=subprocess.DEVNULL) as display:
        os.close(write)
        number = os.fdopen(read).readline().strip()
        # The sandbox of WebKit wants rights that containers do not give; the pages are our own.
        settings = {**os.environ, "DISPLAY": f":{number}", "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"}
        with subprocess.Popen(["WebKitWebDriver", f"--port={port}"], env=settings) as driver:
            try:
                window = WebKit(_listening(port), browser)
                yield window
                window.close()
            finally:
                driver.terminate()
                display.terminate()


def _listening(port: int) -> int:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
            connection.request("GET", "/status")
            connection.getresponse().read()
        except OSError:
            time.sleep(POLL_SECONDS)
        else:
            return port
    raise TimeoutError("the driver of WebKit does not answer")
