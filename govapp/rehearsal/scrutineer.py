"""What a key holder does in a rehearsal: make a key with the others, test it, open the count with them.

The seed of the key stays in this process, as it stays in the browser of a real one.
"""

import secrets
from dataclasses import dataclass, field
from typing import Any

from govapp.rehearsal.browser import Browser, UnexpectedAnswer
from govapp.rehearsal.staff import StaffMember
from pybelenios.archive.reader import read_archive
from pybelenios.ceremony import read_certificate_message, read_contribution, write_promise
from pybelenios.decryption import partial_decryption
from pybelenios.drill import make_drill_answer
from pybelenios.election import read_election
from pybelenios.jsontext import compact
from pybelenios.member import (
    MemberSecrets,
    derive_secrets,
    draw_seed,
    make_certificate,
    make_contribution,
    make_key,
    make_promise,
    open_share,
)
from pybelenios.messages import SignedMessage
from pybelenios.pedersen import GroupSize
from pybelenios.tally import read_tally


@dataclass(frozen=True)
class Scrutineer:
    """A signed-in scrutineer with the seed of the key."""

    officer: StaffMember
    browser: Browser
    seed: str = field(default_factory=lambda: draw_seed(secrets.randbelow), repr=False)

    @property
    def secrets(self) -> MemberSecrets:
        """Return what the seed stands for."""
        return derive_secrets(self.seed)

    def begin(self, group: str) -> None:
        """Hand in the certificate."""
        state = self._state(group)
        certificate = make_certificate(self.secrets, _size(state), state["index"])
        self._say(group, "certificate", compact({"certificate": certificate.to_json()}))

    def promise(self, group: str) -> None:
        """Hand in the promise, once all certificates are there."""
        state = self._state(group)
        made = make_promise(self.secrets, _certificates(state), _size(state), state["index"], state["attempt"])
        self._say(group, "promise", write_promise(made))

    def contribute(self, group: str) -> None:
        """Hand in the contribution, once all promises are there."""
        state = self._state(group)
        said = (_certificates(state), state["promises"])
        made = make_contribution(self.secrets, *said, _size(state), state["index"], state["attempt"])
        self._say(group, "contribution", compact(made.to_json()))

    def finish(self, group: str) -> None:
        """Hand in the key, once all contributions are there; what is needed of them stands in the files."""
        state = self._state(group)
        lines = self.browser.get(f"/office/keys/{group}/contributions.txt", accept="*/*").body.splitlines()
        contributions = [read_contribution(line) for line in lines]
        said = (_certificates(state), state["promises"], contributions)
        made = make_key(self.secrets, *said, _size(state), state["index"])
        self._say(group, "share", compact(made.to_json()))

    def test_key(self, group: str) -> None:
        """Open the test ballot."""
        state = self._state(group)
        self._say(group, "drill", make_drill_answer(self._share(state), group, state["drill"]["nonce"]))

    def confirm_closing(self, uuid: str) -> None:
        """Confirm that the voting closes before its hour."""
        path = f"/office/closings/{uuid}"
        answer = self.browser.submit(self.browser.get(path), f"{path}/confirm", {})
        if "Voting is closed" not in answer.text:
            raise UnexpectedAnswer(f"the early closing was refused: {answer.said}")

    def open_count(self, uuid: str, group: str) -> None:
        """Take the archive from the public board, decrypt its total in part and hand that in."""
        archive = read_archive(self.browser.get(f"/board/{uuid}/archive", accept="*/*").body)
        if archive.tally is None:
            raise UnexpectedAnswer(f"the ballot paper {uuid} has not been added up")
        encrypted, share = read_tally(archive.tally.body), self._share(self._state(group))
        decryption = partial_decryption(read_election(archive.election), encrypted, share)
        path = f"/office/papers/{uuid}/decrypt"
        token = self.browser.get(path).token
        self.browser.post(path, {"csrf_token": token, "partial_decryption": decryption.decode()})

    def _share(self, state: dict[str, Any]) -> int:
        return open_share(self.secrets, state["private_key"])

    def _state(self, group: str) -> dict[str, Any]:
        answer = self.browser.get(f"/office/keys/{group}/state", accept="application/json")
        state: dict[str, Any] = answer.json
        return state

    def _say(self, group: str, turn: str, message: bytes) -> None:
        token = self.browser.get(f"/office/keys/{group}").token
        self.browser.post(f"/office/keys/{group}/{turn}", {"csrf_token": token, "message": message.decode()})


def _certificates(state: dict[str, Any]) -> list[SignedMessage]:
    return [read_certificate_message(compact(each)) for each in state["certificates"]]


def _size(state: dict[str, Any]) -> GroupSize:
    return GroupSize(state["needed"], state["size"])
