"""What a key holder does in a rehearsal: make a key, hand in its public part, decrypt the total in part.

The private key stays in this process, as it stays in the browser of a real one.
"""

from dataclasses import dataclass

from govapp.rehearsal.browser import Browser, UnexpectedAnswer
from govapp.rehearsal.staff import StaffMember
from pybelenios.archive.reader import read_archive
from pybelenios.decryption import partial_decryption
from pybelenios.election import read_election
from pybelenios.jsontext import compact
from pybelenios.tally import read_tally
from pybelenios.trustees import make_trustee_key


@dataclass(frozen=True)
class Scrutineer:
    """A signed-in scrutineer."""

    officer: StaffMember
    browser: Browser

    def hand_in_key(self, uuid: str) -> int:
        """Make a key for the ballot paper, hand in its public part and return the private one."""
        pair = make_trustee_key()
        self._hand_in(f"/office/papers/{uuid}/key", "public_part", compact(pair.public.to_json()).decode())
        return pair.private

    def confirm_closing(self, uuid: str) -> None:
        """Confirm that the voting closes before its hour."""
        path = f"/office/closings/{uuid}"
        answer = self.browser.submit(self.browser.get(path), f"{path}/confirm", {})
        if "Voting is closed" not in answer.text:
            raise UnexpectedAnswer(f"the early closing was refused: {answer.said}")

    def open_count(self, uuid: str, private: int) -> None:
        """Take the archive from the public board, decrypt its total in part and hand that in."""
        archive = read_archive(self.browser.get(f"/board/{uuid}/archive", accept="*/*").body)
        if archive.tally is None:
            raise UnexpectedAnswer(f"the ballot paper {uuid} has not been added up")
        encrypted = read_tally(archive.tally.body)
        decryption = partial_decryption(read_election(archive.election), encrypted, private)
        self._hand_in(f"/office/papers/{uuid}/decrypt", "partial_decryption", decryption.decode())

    def _hand_in(self, path: str, name: str, value: str) -> None:
        page = self.browser.get(path)
        self.browser.post(path, {"csrf_token": page.token, name: value})
