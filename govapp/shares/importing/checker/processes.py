"""A module of ours run as a process of its own: bytes in, lines of JSON out, and an end to it whatever happens."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Timer
from typing import Any, Final

import govapp
from govapp.shares.importing.rules.refusals import (
    FileEncoding,
    FilePartlyUtf8,
    FileTooHeavy,
    FileTooLarge,
    FileTooWide,
    FileUnreadable,
    FileWithZeros,
    FormulaWithoutResult,
    OldWorkbook,
    OpenDocument,
    ProtectedDocument,
    StrictWorkbook,
)

MAX_SECONDS: Final = 240
"""By the clock on the wall: a process that lets voters go first may wait longer than it works."""
# All that a Python needs to start, and nothing else.
KNOWN_TO_PROCESS: Final = ("PATH", "LANG", "LC_ALL", "HOME", "TMPDIR", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE")
_REFUSALS: Final = {
    one.code: one
    for one in (
        FileEncoding,
        FilePartlyUtf8,
        FileTooHeavy,
        FileTooLarge,
        FileTooWide,
        FileUnreadable,
        FileWithZeros,
        FormulaWithoutResult,
        OldWorkbook,
        OpenDocument,
        ProtectedDocument,
        StrictWorkbook,
    )
}


class OwnProcess:
    """A module that runs with an environment of its own, takes some bytes and answers with lines of JSON.

    It is ended after MAX_SECONDS; one that `begins_others` is ended together with them. Raises FileTooHeavy where it
    stops before it has answered, and the refusal that it names.
    """

    def __init__(
        self, module: str, pieces: Iterable[bytes], argument: str = "", *, begins_others: bool = False
    ) -> None:
        self._begins_others = begins_others
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module, and one of ENCODINGS
            [sys.executable, "-m", module, argument],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment_of_process(os.environ),
            # A group of its own: whoever ends the group ends those that it has begun.
            start_new_session=begins_others,
        )
        self._timer = Timer(MAX_SECONDS, self._kill)
        self._timer.daemon = True
        self._timer.start()
        try:
            with self._stdin as pipe:
                for piece in pieces:
                    pipe.write(piece)
        except BrokenPipeError:
            self._refuse(FileTooHeavy.code, {})

    def line(self) -> Any:  # noqa: ANN401 - a line of JSON
        """Return the next line as a value; raises FileTooHeavy, or the refusal that it names."""
        text = self._stdout.readline()
        try:
            found = json.loads(text)
        except ValueError:
            # It was stopped in the middle: by its own limits, or by ours.
            self._refuse(FileTooHeavy.code, {})
        if isinstance(found, dict) and "refused" in found:
            self._refuse(found["refused"], found["params"])
        return found

    def _refuse(self, code: str, params: Mapping[str, Any]) -> None:
        self.close()
        raise _REFUSALS[code](**params)

    def close(self) -> None:
        """End the process, whether or not it had come to the end."""
        self._timer.cancel()
        self._kill()
        self._stdout.close()
        self._process.wait()

    def _kill(self) -> None:
        if self._begins_others:
            # It may have ended by itself.
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()

    @property
    def _stdin(self) -> Any:  # noqa: ANN401 - a pipe, which is there since we asked for it
        return self._process.stdin

    @property
    def _stdout(self) -> Any:  # noqa: ANN401 - as above
        return self._process.stdout


def environment_of_process(ours: Mapping[str, str]) -> dict[str, str]:
    """Return the environment in which a file is read and checked: no secret and no setting of ours comes along."""
    environment = {name: ours[name] for name in KNOWN_TO_PROCESS if name in ours}
    home = str(Path(govapp.__file__).parents[1])
    return environment | {"PYTHONPATH": os.pathsep.join([home, environment.get("PYTHONPATH", "")])}
