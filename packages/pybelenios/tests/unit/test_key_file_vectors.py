"""The vectors of key files: what a browser must write byte for byte is what this program writes."""

import json

from packages.pybelenios.tests import keyfilevectors


def test_the_file_of_vectors_is_what_the_program_makes_today() -> None:
    assert json.loads(keyfilevectors.FILE.read_text(encoding="utf-8")) == keyfilevectors.vectors()
