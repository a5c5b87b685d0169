"""The committed bundles of the booth are what their list of digests says, and hold nothing a booth must not do."""

import base64
import hashlib
import json
from pathlib import Path

import pytest

from govapp.web.static_files import FOLDER, integrity

DIST = FOLDER / "booth" / "dist"
NAMES = ("booth.js", "worker.js", "trustee.js", "trustee-worker.js", "keys.js", "keys-worker.js")
MANIFEST = json.loads((DIST / "manifest.json").read_text(encoding="utf-8"))


def test_the_list_names_every_bundle_and_nothing_else() -> None:
    assert tuple(MANIFEST) == NAMES
    assert {path.name for path in DIST.iterdir()} == {*NAMES, "manifest.json"}


@pytest.mark.parametrize("name", NAMES)
def test_the_digests_are_those_of_the_committed_files(name: str) -> None:
    content = (DIST / name).read_bytes()
    sha384 = base64.b64encode(hashlib.sha384(content).digest()).decode()
    assert MANIFEST[name] == {
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "integrity": f"sha384-{sha384}",
    }
    assert integrity(f"booth/dist/{name}") == MANIFEST[name]["integrity"]


@pytest.mark.parametrize("name", NAMES)
def test_no_bundle_writes_markup_builds_code_or_talks_to_another_site(name: str) -> None:
    content = (DIST / name).read_text(encoding="utf-8")
    for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
        assert forbidden not in content
    content = content.replace('xmlns="http://www.w3.org/2000/svg"', "")  # a name, which nothing fetches
    for forbidden in ("http://", "https://", "sendBeacon", "XMLHttpRequest", "WebSocket", "importScripts"):
        assert forbidden not in content


def test_only_the_workers_hold_the_cryptography() -> None:
    order = "7237005577332262213973186563042994240857116359379907606001950938285454250989"
    hexadecimal = f"{int(order):x}"
    for name in NAMES:
        content = (DIST / name).read_text(encoding="utf-8").lower()
        assert (hexadecimal in content) == name.endswith("worker.js")


def test_the_key_pages_and_the_booth_load_their_scripts_with_a_digest() -> None:
    templates = Path(__file__).parent.parent.parent / "templates"
    for page in ("ballots/key.html", "ballots/keys.html", "ballots/decrypt.html", "layout/booth.html"):
        assert 'integrity="{{ sri(' in (templates / page).read_text(encoding="utf-8")
