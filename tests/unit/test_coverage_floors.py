"""The floors of coverage: a part under its floor is named with its gaps, and a floor that watches nothing fails."""

from typing import Any

from tools.coverage_floors import FLOORS, measured


def file(covered: int, statements: int, missing: list[int], branches: tuple[int, int] = (0, 0)) -> dict[str, Any]:
    return {
        "summary": {
            "num_statements": statements,
            "covered_lines": covered,
            "num_branches": branches[1],
            "covered_branches": branches[0],
        },
        "missing_lines": missing,
        "missing_branches": [[7, 9]] if branches[0] < branches[1] else [],
    }


WHOLE = {
    "govapp/kernel/money.py": file(10, 10, []),
    "govapp/statutes/service.py": file(10, 10, []),
    "govapp/assembly/votes/rules/verdict.py": file(10, 10, [], (4, 4)),
    "packages/pybelenios/src/pybelenios/group.py": file(10, 10, []),
}


def verdicts(files: dict[str, Any]) -> dict[str, bool]:
    return {part.name: part.holds for part in measured(files)}


def test_every_part_that_is_covered_holds() -> None:
    assert verdicts(WHOLE) == dict.fromkeys(FLOORS, True)


def test_one_branch_that_never_ran_is_under_the_floor_of_the_rules_and_is_named() -> None:
    files = WHOLE | {"govapp/shares/ledger/rules/kinds.py": file(10, 10, [], (3, 4))}
    assert verdicts(files) == dict.fromkeys(FLOORS, True) | {"rules": False}
    (rules,) = [part for part in measured(files) if part.name == "rules"]
    assert rules.gaps == ("govapp/shares/ledger/rules/kinds.py: lines [], branches [[7, 9]]",)
    assert "UNDER THE FLOOR" in str(rules)


def test_lines_and_branches_of_everything_count_together() -> None:
    assert verdicts(WHOLE | {"govapp/cli.py": file(0, 12, list(range(1, 13)))})["all"] is False
    assert verdicts(WHOLE | {"govapp/cli.py": file(6, 8, [1, 2], (2, 2))})["all"] is True


def test_a_floor_under_which_nothing_lies_fails() -> None:
    files = {path: found for path, found in WHOLE.items() if "statutes" not in path}
    assert verdicts(files)["statutes"] is False
