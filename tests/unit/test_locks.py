"""Whoever installs gets what was tried here, on every kind of machine."""

import json

from tools.lock import node_problems, problems


def test_both_locks_hold_every_package_with_its_digest_and_no_address() -> None:
    assert problems() == []


def test_a_package_of_another_machine_that_lost_its_digest_is_found() -> None:
    text = json.dumps({"packages": {"": {}, "a": {"integrity": "sha512-x"}, "b": {"os": ["darwin"]}}})
    assert node_problems(text) == ["no digest: b"]
    assert node_problems('{"packages": {"a": {"integrity": "x", "resolved": "https://index.example/a"}}}')
