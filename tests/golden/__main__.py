"""Writes the golden files of new versions."""

import sys

from tests.golden import write_missing

for path in write_missing():
    sys.stdout.write(f"{path.name}\n")
