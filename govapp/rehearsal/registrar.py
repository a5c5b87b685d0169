"""What the registrar does in a rehearsal: bring a register in, hand lists out."""

from typing import Final

from govapp.rehearsal.browser import Browser, UnexpectedAnswer

FORMATS: Final = ("csv", "xlsx")
PURPOSE: Final = "Rehearsal of an assembly"


class Registrar:
    """A signed-in registrar."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    def import_register(self, name: str, content: bytes) -> None:
        """Upload a register file, look at the dry run, confirm it; raises UnexpectedAnswer when it is refused."""
        page = self._browser.get("/office/register/import")
        checked = self._browser.submit(page, "/office/register/import", files={"file": (name, content)})
        if not any("seen" in form.fields for form in checked.forms()):
            raise UnexpectedAnswer(f"the register file was refused: {checked.said}")
        self._browser.submit(checked, checked.path, {"seen": "y"})

    def exports(self, roll_id: int) -> dict[str, bytes]:
        """Return the shareholder list (CSV and XLSX) and the voting list (JSON) by file name."""
        token = self._browser.get("/office/holders").token
        lists = {
            f"shareholders.{kind}": self._browser.post(
                "/office/register/export", {"csrf_token": token, "format": kind, "purpose": PURPOSE}
            ).body
            for kind in FORMATS
        }
        return lists | {"roll.json": self._browser.get(f"/office/rolls/{roll_id}/roll.json", accept="*/*").body}
