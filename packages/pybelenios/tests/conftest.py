"""Hypothesis as in the application's tests: fifty examples, or three hundred where the whole suite is demanded."""

import os

from hypothesis import settings

settings.register_profile("dev", max_examples=50, deadline=None)
settings.register_profile("ci", max_examples=300, deadline=None)
settings.load_profile(os.environ.get("GOVAPP_HYPOTHESIS", "dev"))
