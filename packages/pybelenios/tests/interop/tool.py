"""belenios-tool as a fixture: the independent judge of our archives."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

REFUSED = {2, 123, 124}  # an uncaught exception of the tool is a refusal too


@dataclass(frozen=True)
class Tool:
    """The command-line tool of the Belenios project, with a folder to work in."""

    command: Path
    folder: Path

    def run(self, *arguments: str, entry: bytes = b"") -> subprocess.CompletedProcess[str]:
        command = [str(self.command), *arguments]
        text = entry.decode()
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=self.folder, input=text)

    def output(self, *arguments: str, entry: bytes = b"") -> str:
        finished = self.run(*arguments, entry=entry)
        assert finished.returncode == 0, finished.stderr
        return finished.stdout

    def in_folder(self, archive: bytes) -> str:
        """Put an archive where the tool finds it, and return the option that says so."""
        for old in self.folder.glob("*.bel"):
            old.unlink()
        (self.folder / "archive.bel").write_bytes(archive)
        return f"--dir={self.folder}"

    def accepts(self, archive: bytes) -> bool:
        return self._verdict(self.run("election", "verify", self.in_folder(archive)))

    def accepts_ballot(self, archive: bytes, ballot: bytes) -> bool:
        """Tell whether the tool finds `ballot` fit for the box that `archive` is."""
        folder = self.in_folder(archive)
        (self.folder / "ballot.json").write_bytes(ballot)
        return self._verdict(self.run("election", "verify-ballot", folder, "--ballot=ballot.json"))

    @staticmethod
    def _verdict(finished: subprocess.CompletedProcess[str]) -> bool:
        assert finished.returncode == 0 or finished.returncode in REFUSED, finished
        return finished.returncode == 0


@pytest.fixture
def tool(tmp_path: Path) -> Tool:
    """Find the tool that GOVAPP_BELENIOS_TOOL names; `get-belenios-tool.sh` beside this file fetches one."""
    path = os.environ.get("GOVAPP_BELENIOS_TOOL", "")
    if not path or not Path(path).is_file():
        pytest.fail("GOVAPP_BELENIOS_TOOL names no belenios-tool")
    return Tool(Path(path).resolve(), tmp_path)
