"""Hypothesis as in the application's tests: fifty examples, or three hundred where the whole suite is demanded."""

import os
import sys

import pytest
from hypothesis import settings

settings.register_profile("dev", max_examples=50, deadline=None)
settings.register_profile("ci", max_examples=300, deadline=None)
settings.load_profile(os.environ.get("GOVAPP_HYPOTHESIS", "dev"))


@pytest.fixture(autouse=True, scope="session")
def _no_answer_is_kept_from_earlier_tests() -> None:
    # A test with a browser runs beside the tracer of coverage, and what it made a function keep is not made again.
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "pybelenios":
            for kept in vars(module).values():
                if hasattr(kept, "cache_clear"):
                    kept.cache_clear()
