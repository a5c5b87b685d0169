"""What the page for auditors promises is what the program does."""

import re
import subprocess
import sys

from packages.pybelenios.tests.alterations import VECTORS, vector_archive
from pybelenios.cli.verify import REPLACED, VALID, main
from pybelenios.receipts.receipt import read_receipt
from pybelenios.verifier.checks import verify
from pybelenios.verifier.evidence import PriorEvidence

LIBRARY = VECTORS.parents[1]
README = (LIBRARY / "README.md").read_text(encoding="utf-8")


def test_every_numbered_check_is_explained_under_its_name() -> None:
    archive = VECTORS.parent / "stage-1" / "one-key" / "counted.bel"
    receipt = read_receipt(archive.with_name("receipt-1.json").read_bytes())
    report = verify(archive.read_bytes(), evidence=PriorEvidence(receipts=(receipt,)))
    table = README.split("## The numbered checks")[1]
    explained = re.findall(r"^\| (\d+) \| ([^|]+) \| [^|]{20,} \|", table, re.MULTILINE)
    assert explained == [(str(check.number), check.name) for check in report.checks]
    assert len(verify(vector_archive("single")).checks) < len(report.checks), "the last one needs something to compare"


def test_every_module_is_in_the_order_of_reading() -> None:
    named = set(re.findall(r"`(\w+)`", README.split("## The order")[1].split("## The numbered")[0]))
    package = LIBRARY / "src" / "pybelenios"
    modules = {path.stem for path in package.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert modules - {"__init__"} <= named


def test_a_receipt_whose_ballot_was_replaced_has_an_exit_status_of_its_own() -> None:
    folder = VECTORS.parent / "stage-1" / "one-key"
    statuses = {
        name: main([str(folder / "counted.bel"), "--jobs", "1", "--receipt", str(folder / f"{name}.json")])
        for name in ("receipt-1", "receipt-1-replaced")
    }
    assert statuses == {"receipt-1": VALID, "receipt-1-replaced": REPLACED}


def test_the_commands_load_the_standard_library_and_pynacl_only() -> None:
    commands = "pybelenios.cli.verify, pybelenios.cli.trustee"
    script = f"import sys, {commands}; print(sorted({{name.partition('.')[0] for name in sys.modules}}))"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert "nacl" in loaded
    assert "cryptography" not in loaded
