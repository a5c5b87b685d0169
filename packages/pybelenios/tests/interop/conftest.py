"""belenios-tool for the tests of this folder."""

from packages.pybelenios.tests.interop.tool import tool

__all__ = ["tool"]
