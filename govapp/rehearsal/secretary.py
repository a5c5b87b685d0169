"""What the secretary does in a rehearsal: the forms of an assembly, filled in and sent."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from govapp.kernel.texts import LANGUAGES, Texts
from govapp.rehearsal.browser import Browser, HttpAnswer, UnexpectedAnswer
from govapp.rehearsal.staff import StaffMember
from govapp.rehearsal.values import Scenario, ScenarioItem

WINDOW: Final = timedelta(days=16)
UNNAMED: Final = "N. N."
"""Stands for the one candidate whom a scenario does not name."""
DOCUMENT: Final = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"
)


class Secretary:
    """A signed-in secretary at work on one assembly."""

    def __init__(self, browser: Browser, zone: str) -> None:
        self._browser = browser
        self._zone = ZoneInfo(zone)
        self.address = ""

    @property
    def assembly_id(self) -> int:
        """Return the number of the assembly."""
        return int(self.address.rpartition("/")[2])

    def create(self, scenario: Scenario, now: datetime) -> None:
        """Make the assembly with its agenda and a document; voting may open at once, in time for the notice."""
        today = now.astimezone(self._zone)
        page = self._browser.get("/office/assemblies/new")
        head = {
            **_texts("title", _title(scenario)),
            "held_on": (today + WINDOW).date().isoformat(),
            **_texts("place", Texts.same("Rue de l'Essai 1, 1000 Bruxelles, 18:00")),
            "record_date": today.date().isoformat(),
            "opens_at": _minute(today),
            "closes_at": _minute(today + WINDOW),
        }
        made = self._browser.submit(page, "/office/assemblies/new", head)
        self.address = made.path
        if not re.fullmatch(r"/office/assemblies/\d+", self.address):
            raise UnexpectedAnswer(f"no assembly was made, but {made.path} shown")
        for item in scenario.items:
            self._add(item)
        self._browser.submit(
            self._browser.get(self.address),
            f"{self.address}/documents",
            _texts("title", Texts("Verslag", "Rapport", "Report", "Bericht")),
            files={"file": ("report.pdf", DOCUMENT)},
        )

    def lock(self, trustees: Sequence[StaffMember], needed: int) -> None:
        """Lock the agenda with these key holders, of whom `needed` open the count; the ballot paper is made."""
        wanted = {"trustees": [str(officer.id) for officer in trustees], "needed": str(needed)}
        if "waives_gaps" in self._browser.get(self.address).form(f"{self.address}/lock").fields:
            wanted["waives_gaps"] = "y"
        self._step("lock", wanted, unless="The agenda is locked")

    def open(self) -> None:
        """Open the voting: everybody on the list is written to."""
        self._step("open", {}, unless="Voting is open")

    def ask_to_close(self, reason: str) -> None:
        """Ask to close the voting before its hour, with a reason."""
        self._step("close", {"reason_en": reason}, unless="Voting is still open")

    def announce(self) -> None:
        """Announce the result."""
        self._step("announce", {}, unless="The result is announced")

    def result_page(self) -> HttpAnswer:
        """Return the result as everybody reads it."""
        return self._browser.get(f"/assemblies/{self.assembly_id}/result")

    def _step(self, name: str, changes: Mapping[str, str | Sequence[str]], *, unless: str) -> None:
        answer = self._browser.submit(self._browser.get(self.address), f"{self.address}/{name}", changes)
        if unless not in answer.text:
            raise UnexpectedAnswer(f"the step {name!r} was refused: {answer.said}")

    def _add(self, item: ScenarioItem) -> None:
        target = f"{self.address}/items/new/{item.kind}"
        fields: dict[str, str | Sequence[str]] = dict(_texts("title", item.title))
        if item.kind == "election":
            fields |= {"seats": str(item.seats), "method": "approval" if item.approval else "motions"}
        if item.kind == "strategy":
            fields["method"] = "approval" if item.approval else "decision"
            if item.approval:
                fields |= {"maximum": str(item.approval.maximum), "threshold": str(item.threshold or "")}
        if item.kind == "election":
            fields["pasted"] = "\n".join(_candidates(item))
        options = [_texts("label", label) for label in item.approval.labels] if item.approval else []
        page = self._browser.get(target)
        while item.kind != "election" and options:
            form = page.form(page.path)
            rows = [name.removesuffix("id") for name, values in form.fields.items() if _is_empty_row(name, values)]
            now, options = options[: len(rows)], options[len(rows) :]
            filled = {
                f"{row}{name}": words for row, each in zip(rows, now, strict=False) for name, words in each.items()
            }
            page = self._browser.submit(page, page.path, {**fields, **filled, "then": "rows"})
            fields = {}
        if fields:
            self._browser.submit(page, target, fields)


def _candidates(item: ScenarioItem) -> list[str]:
    names = [motion.name or UNNAMED for motion in item.motions]
    return names + ([label.en for label in item.approval.labels] if item.approval else [])


def _is_empty_row(name: str, values: Sequence[str]) -> bool:
    return re.fullmatch(r"choices-\d+-id", name) is not None and list(values) == ["0"]


def _texts(name: str, texts: Texts) -> dict[str, str]:
    written = texts.as_dict()
    return {f"{name}_{language.value}": written.get(language.value, "") for language in LANGUAGES}


def _title(scenario: Scenario) -> Texts:
    day = _day(scenario.held_on)
    return Texts(
        f"Repetitie van de algemene vergadering van {day}",
        f"Répétition de l'assemblée générale du {day}",
        f"Rehearsal of the general assembly of {day}",
        f"Probe der Generalversammlung vom {day}",
    )


def _day(day: date) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def _minute(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M")
