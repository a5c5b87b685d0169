"""belenios-tool for the tests of this folder, and a browser on the application as the journeys have it."""

from packages.pybelenios.tests.interop.tool import tool
from tests.e2e.conftest import address, browser, store

__all__ = ["address", "browser", "store", "tool"]
