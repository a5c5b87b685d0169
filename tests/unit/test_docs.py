"""The documentation keeps up: every setting is documented, every link inside leads somewhere."""

import re
from pathlib import Path

import pytest

from govapp.settings import Settings

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    [
        ROOT / "README.md",
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "packages/pybelenios").glob("*.md"),
        ROOT / "packages/pybelenios/js/README.md",
    ]
)


def test_every_setting_is_documented_with_its_default() -> None:
    documented = (ROOT / "docs/running.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(GOVAPP_[A-Z_]+)` \| ([^|]*) \|", documented, re.MULTILINE))
    assert set(rows) == {f"GOVAPP_{name.upper()}" for name in Settings.model_fields}
    for name, field in Settings.model_fields.items():
        shown = rows[f"GOVAPP_{name.upper()}"]
        default = field.default
        if isinstance(default, bool):
            assert shown == f"`{str(default).lower()}`", name
        elif isinstance(default, int) or (isinstance(default, str) and default):
            assert shown == f"`{default}`", name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
        if not target.startswith(("http:", "https:", "mailto:")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_files_named_in_the_documentation_exist() -> None:
    for page in PAGES:
        for name in re.findall(
            r"`((?:govapp|docs|tests|tools|bench|bin)/[\w./-]+\w)`", page.read_text(encoding="utf-8")
        ):
            assert (ROOT / name).exists() or (page.parent / name).exists(), f"{page.name} names {name}"


def test_the_tests_named_in_the_table_of_invariants_exist() -> None:
    written = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    page = (ROOT / "docs/invariants.md").read_text(encoding="utf-8")
    named = re.findall(r"`(test_\w+)`", page)
    assert len(named) > 30
    assert [name for name in named if f"def {name}(" not in written] == []
    rows = re.findall(r"^\| (?:list )?\d+ \|.*$", page, re.MULTILINE)
    assert [row for row in rows if "`test_" not in row.rpartition("|")[0].rpartition("|")[2]] == []


def test_every_thing_that_an_ordinary_assembly_must_have_names_its_tests_or_says_what_is_missing() -> None:
    written = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    page = (ROOT / "docs/ordinary-assembly.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| (L\d+) \|(.*)$", page, re.MULTILINE))
    assert list(rows) == [f"L{number}" for number in range(1, 25)]
    assert [name for name in re.findall(r"`(test_\w+)`", page) if f"def {name}(" not in written] == []
    silent = [code for code, row in rows.items() if not re.search(r"`test_|Not yet built|Outside the program", row)]
    assert silent == []


def test_the_tests_named_in_the_list_of_attacks_exist_where_it_says() -> None:
    page = (ROOT / "tests/attacks/README.md").read_text(encoding="utf-8")
    rows = [line for line in page.partition("## Open")[0].splitlines() if "`test_" in line]
    assert len(rows) > 30
    for row in rows:
        folders = ["tests/attacks", *re.findall(r"elsewhere: `([\w/]+)`", row)]
        paths = (path for folder in folders for path in (ROOT / folder).rglob("test_*.py"))
        written = "".join(path.read_text(encoding="utf-8") for path in paths)
        named = re.findall(r"`(test_\w+)`", row)
        assert [name for name in named if f"def {name}(" not in written] == []


def test_each_claim_of_the_threat_model_names_a_test_that_shows_it() -> None:
    page, _, table = (ROOT / "docs/threat-model.md").read_text(encoding="utf-8").partition("## The tests behind")
    parts = re.split(r"^(?:\* |\| |#)", page, flags=re.MULTILINE)
    verdict = re.compile(r"\*(Prevented|Noticed|Shown|Settled|Made)[^*]*\*")
    claims = [part.replace("**", "") for part in parts if verdict.search(part)]
    rows = dict(re.findall(r"^\| (.+?) \| (`.+`) \|$", table, re.MULTILINE))
    begun = {claim: [begins for begins in rows if re.match(re.escape(begins) + r"\b", claim)] for claim in claims}
    nameless = [claim[:60] for claim, begins in begun.items() if not begins and "`tests/" not in claim]
    assert nameless == [], "claims that name no test, neither in their words nor in the table at the end"
    # Of "change a ballot" and "change a ballot paper" the longer beginning is the one that is meant.
    assert {max(begins, key=len) for begins in begun.values() if begins} == set(rows), "rows of claims that are gone"
    for named in re.findall(r"`([\w/]+\.py)::(test_\w+)`", table):
        inside = named[0].partition("pybelenios/")[2]
        path = ROOT / "packages/pybelenios/tests" / inside if inside else ROOT / "tests" / named[0]
        assert f"def {named[1]}(" in path.read_text(encoding="utf-8"), named
