"""A key ceremony in which belenios-tool plays some of the members and we the others."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from packages.pybelenios.tests.ballotbox import APPROVAL, MOTION
from packages.pybelenios.tests.interop.tool import Tool
from packages.pybelenios.tests.keyceremony import KeyCeremony, ThresholdBox, finished
from pybelenios.ceremony import (
    check_certificates,
    check_contribution,
    check_member_key,
    read_certificate_message,
    read_contribution,
    read_member_key,
    write_contribution,
)
from pybelenios.jsontext import compact, sha256_hex
from pybelenios.member import make_certificate, open_share
from pybelenios.pedersen import GroupSize
from pybelenios.verifier.checks import verify

pytestmark = pytest.mark.interop

GROUP = GroupSize(2, 3)


@dataclass
class ToolMember:
    """A member of the group who uses belenios-tool."""

    tool: Tool
    index: int

    @property
    def key(self) -> str:
        return f"trustee{self.index}.key"

    def step(self, number: int, entry: bytes = b"", **files: bytes) -> str:
        options = []
        for name, content in files.items():
            (self.tool.folder / name).write_bytes(content.strip() + b"\n")
            options.append(f"--{name}={name}")
        command = ("setup", "generate-trustee-key-threshold", f"--step={number}")
        place = (
            (f"--threshold-context={self.index}/{GROUP.threshold}/{GROUP.size}",)
            if number == 1
            else (f"--key={self.key}",)
        )
        return self.tool.output(*command, "--group=Ed25519", *place, *options, entry=entry)

    def certificate(self) -> bytes:
        before = set(self.tool.folder.iterdir())
        self.step(1)
        made = set(self.tool.folder.iterdir()) - before
        private, public = (next(path for path in made if path.suffix == suffix) for suffix in (".key", ".cert"))
        private.rename(self.tool.folder / self.key)
        return public.read_bytes()

    def seed(self) -> str:
        return (self.tool.folder / self.key).read_text(encoding="utf-8").strip()


def mixed(tool: Tool, by_tool: set[int]) -> KeyCeremony:
    """Hold a ceremony in which the tool plays the members `by_tool`.

    The tool makes no promise: its contribution is made at once and kept back, and its digest is promised.
    """
    ceremony = KeyCeremony(GROUP)
    members = {index: ToolMember(tool, index) for index in by_tool}
    certificates = [
        members[index].certificate()
        if index in members
        else compact(make_certificate(ceremony.secrets_of(index), GROUP, index).to_json())
        for index in ceremony.numbers
    ]
    ceremony.certificates = [read_certificate_message(raw) for raw in certificates]
    check_certificates(ceremony.certificates, GROUP)
    certs = b"\n".join(raw.strip() for raw in certificates)
    kept = {index: member.step(3, certs=certs).strip().encode() for index, member in members.items()}
    ceremony.promises = [
        sha256_hex(kept[index]) if index in kept else ceremony.promise_of(index) for index in ceremony.numbers
    ]
    for index in ceremony.numbers:
        raw = kept[index] if index in kept else write_contribution(ceremony.contribution_of(index))
        ceremony.contributions.append(read_contribution(raw))
        check_contribution(ceremony.contributions[-1], ceremony.certificates, GROUP, index)
    for index in ceremony.numbers:
        if index in members:
            ceremony.seeds[index - 1] = members[index].seed()
            raw = members[index].step(5, delivery(ceremony, index), certs=certs).encode()
            ceremony.keys.append(read_member_key(raw))
        else:
            ceremony.keys.append(ceremony.key_of(index))
        check_member_key(ceremony.keys[-1], ceremony.certificates, ceremony.contributions, GROUP, index)
    return ceremony


def delivery(ceremony: KeyCeremony, index: int) -> bytes:
    """Return what a server gives member `index` in step 4."""
    return compact(
        {
            "polynomial": ceremony.contributions[index - 1].polynomial,
            "secrets": [contribution.secrets[index - 1] for contribution in ceremony.contributions],
            "coefexps": [contribution.coefexps.to_json() for contribution in ceremony.contributions],
            "signatures": [contribution.signature.to_json() for contribution in ceremony.contributions],
        }
    )


@pytest.mark.parametrize("by_tool", [{1}, {2, 3}, {1, 2, 3}], ids=["one of the tool", "two of the tool", "all"])
def test_the_tool_and_we_make_one_key_and_any_two_open_the_box(tool: Tool, by_tool: set[int]) -> None:
    ceremony = mixed(tool, by_tool)
    for owners in ([1, 2], [3, 1]):
        box = ThresholdBox(ceremony, [MOTION, APPROVAL])
        box.cast(0, [1, 0, 0], [0, 1, 1, 0, 0])
        box.cast(1, [0, 1, 0], [0, 0, 0, 0, 1])
        box.open_with(owners)
        assert verify(box.archive()).valid
        assert tool.accepts(box.archive())


def test_the_tool_decrypts_with_the_seed_and_the_sealed_share_that_we_made(tool: Tool) -> None:
    ceremony = finished(2, 3)
    box = ThresholdBox(ceremony)
    box.cast(0, [1, 0, 0])
    box.end()
    box.add_up()
    folder = tool.in_folder(box.archive())
    (tool.folder / "seed").write_text(ceremony.seeds[1], encoding="utf-8")
    (tool.folder / "share").write_text(ceremony.keys[1].private_key, encoding="utf-8")
    files = ("--key=seed", "--decryption-key=share", "--trustee-id=2")
    printed = json.loads(tool.output("election", "decrypt-threshold", folder, *files).splitlines()[0])
    ours = json.loads(box.decryption(2))
    assert printed["decryption_factors"] == ours["decryption_factors"]


def test_we_open_the_share_that_the_tool_sealed(tool: Tool) -> None:
    ceremony = mixed(tool, {1, 2, 3})
    assert all(
        open_share(ceremony.secrets_of(index), ceremony.keys[index - 1].private_key) for index in ceremony.numbers
    )
    assert Path(tool.folder / "trustee1.key").is_file()
