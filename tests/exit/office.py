"""What the officers of an assembly do, over HTTP, on the pages that people press."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from govapp.rehearsal.browser import HttpAnswer
from govapp.rehearsal.staff import OfficerBrowser, StaffMember
from tests.exit.cooperative import Cooperative
from tests.factories.accounts import ZONE

MODELS = (
    "board_report",
    "exits_report",
    "accounts",
    "appropriation",
    "discharge_directors",
    "appointments",
    "statutes",
)
CANDIDATES = "Amina Benali; bakker in Gent\nJoris Claes; tolk in Luik\nChloé Lambert; grafisch ontwerper"
OLD = {"nl": "Artikel 3. De zetel is in Gent.", "fr": "Article 3. Le siège est à Gand."}
NEW = {"nl": "Artikel 3. De zetel is in Brussel.", "fr": "Article 3. Le siège est à Bruxelles."}
LANGUAGES = ("nl", "fr", "en", "de")
APPOINTMENTS, STATUTES = 6, 7
TITLES = {
    "nl": "Algemene vergadering 2026",
    "fr": "Assemblée générale 2026",
    "en": "General assembly 2026",
    "de": "Generalversammlung 2026",
}


def in_four(name: str, words: Mapping[str, str] | str) -> dict[str, str]:
    """Return the four fields of a text; what is not written in a language stands in Dutch."""
    if isinstance(words, str):
        return {f"{name}_{code}": words for code in LANGUAGES}
    return {f"{name}_{code}": words.get(code, words["nl"]) for code in LANGUAGES}


def in_two(name: str, nl: str, fr: str) -> dict[str, str]:
    """Return the fields of a text in the two languages of the meeting's office."""
    return {f"{name}_nl": nl, f"{name}_fr": fr}


@dataclass
class Office:
    """One officer at work on one assembly; `path` is its run sheet."""

    cooperative: Cooperative
    officer: StaffMember
    path: str = ""

    def __post_init__(self) -> None:
        self.browser: OfficerBrowser = self.cooperative.browser_of(self.officer)

    def sign_in_again(self) -> None:
        """Sign in anew: days have passed."""
        self.browser = self.cooperative.browser_of(self.officer)

    def submit(
        self,
        page: str,
        action: str = "",
        changes: Mapping[str, str | Sequence[str]] | None = None,
        *,
        files: Mapping[str, tuple[str, bytes]] | None = None,
        status: int = 200,
    ) -> HttpAnswer:
        """Open a page under the run sheet and send one of its forms, by default the one that goes to the page."""
        shown = self.browser.get(self.path + page)
        return self.browser.submit(shown, self.path + (action or page), changes, files=files, status=status)

    @property
    def number(self) -> int:
        """Return the number of the assembly."""
        return int(self.path.rpartition("/")[2])

    def hours(self) -> tuple[datetime, datetime]:
        """Return when the voting of a draft opens and closes (UTC)."""
        fields = self.browser.get(f"{self.path}/edit").form("/edit").fields
        opens_at, closes_at = (
            datetime.fromisoformat(fields[name][0]).replace(tzinfo=ZONE) for name in ("opens_at", "closes_at")
        )
        return opens_at.astimezone(UTC), closes_at.astimezone(UTC)

    # --- Before the meeting -------------------------------------------------------------------------------------

    def make_assembly(self, day: datetime, opens_at: datetime, closes_at: datetime) -> None:
        """Make an assembly from the model items, with candidates and the exact text of the statutes."""
        clock = self.cooperative.clock
        head = {
            **in_four("title", TITLES),
            **in_four("place", "De Markten, Brussel, 18.00 uur"),
            "held_on": day.date().isoformat(),
            "record_date": clock.now().date().isoformat(),
            "opens_at": self.cooperative.on_the_wall(opens_at),
            "closes_at": self.cooperative.on_the_wall(closes_at),
        }
        self.path = self.submit("/office/assemblies/new", changes=head).path
        self.submit("/items/models", changes={"models": MODELS})
        self.submit(f"/items/{APPOINTMENTS}", changes={"pasted": CANDIDATES, "seats": "2"})
        texts = {**in_four("old_text", OLD), **in_four("new_text", NEW)}
        deed = {"documents-0-file": ("deed.pdf", b"%PDF-1.7 deed")}
        self.submit(f"/items/{STATUTES}", changes=texts, files=deed)

    def lock(self, holders: Iterable[StaffMember], needed: int, *, in_room: bool = False) -> None:
        """Lock the agenda; these people make the key, and so many of them open the count. Missing texts are waived.

        `in_room` lets people in the room vote on paper too.
        """
        wanted: dict[str, str | list[str]] = {"trustees": [str(each.id) for each in holders], "needed": str(needed)}
        if "waives_gaps" in self.browser.get(self.path).form("/lock").fields:
            wanted["waives_gaps"] = "y"
        if in_room:
            wanted["in_room"] = "y"
        self.submit("", "/lock", wanted)

    def report_bounces(self, addresses: Iterable[str]) -> None:
        """Hand in the list of mails that came back."""
        content = "".join(f"{address};550 no such mailbox\n" for address in addresses).encode()
        self.submit("/post", "/post/bounces", files={"file": ("back.csv", content)})

    def make_letters(self) -> list[dict[str, str]]:
        """Make a letter for everybody who needs one, and return the lines of the printer's file."""
        self.submit("/post", changes={"whom": "needed"})
        table = self.submit("/post", "/post/1/file", {"format": "csv"}).body.decode("utf-8-sig")
        self.submit("/post", "/post/1/posted")
        return list(csv.DictReader(io.StringIO(table), delimiter=";"))

    def letters_pdf(self) -> bytes:
        """Return the letters as one file."""
        return self.submit("/post", "/post/1/file", {"format": "pdf"}).body

    def evidence(self) -> list[dict[str, str]]:
        """Return the evidence of the notice, a line for each place on the voting list."""
        table = self.submit("/post", "/post/evidence").body.decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(table), delimiter=";"))

    def record_proxy(self, giver: int, holder: int, status: int = 200) -> HttpAnswer:
        """Record a signed proxy."""
        signed_on = self.cooperative.clock.now().date().isoformat()
        fields = {"proxy-giver": str(giver), "proxy-holder": str(holder), "proxy-signed_on": signed_on}
        return self.submit("/proxies", changes=fields, status=status)

    def answer_proxy(self, number: int, answer: str) -> None:
        """Confirm or refuse a proxy that somebody else recorded."""
        self.browser.submit(self.browser.get(f"{self.path}/proxies"), f"/office/proxies/{number}/{answer}")

    # --- An outage ----------------------------------------------------------------------------------------------

    def report_outage(self, uuid: str) -> str:
        """Write down that the site could not be reached, and return the page of the incident."""
        page = f"/office/incidents/{uuid}"
        fields = {
            **in_two("happened", "De site was niet bereikbaar.", "Le site ne répondait pas."),
            **in_two("affected", "Iedereen die mag stemmen", "Toutes les personnes qui peuvent voter"),
            "since": self.cooperative.on_the_wall(),
        }
        return self.browser.submit(self.browser.get(page), page, fields).path

    def end_outage(self, incident: str) -> None:
        """Write down that the site answers again."""
        fields = {
            **in_two("text", "De site antwoordt weer.", "Le site répond à nouveau."),
            "ended_at": self.cooperative.on_the_wall(),
        }
        self.browser.submit(self.browser.get(incident), f"{incident}/notes", fields)

    def extend(self, incident: str, until: datetime) -> None:
        """Give as much time as was lost."""
        fields = {"until": self.cooperative.on_the_wall(until)}
        self.browser.submit(self.browser.get(incident), f"{incident}/extend", fields)

    # --- In the room --------------------------------------------------------------------------------------------

    def take_office(self, office: str, name: str) -> None:
        """Record a member of the bureau."""
        self.submit("/bureau", changes={"office": office, "name": name, "place": "De Markten"})

    def say_hour(self, hour: str) -> None:
        """Record that the chair opened or closed the meeting, now."""
        self.submit("/bureau", "/hours", {"hour-hour": hour, "hour-at": self.cooperative.on_the_wall()})

    def check_in(self, desk: int, number: int, reason: str = "") -> None:
        """Find a shareholder at a desk by number, and check in; `reason` where somebody is let in."""
        found = self.submit(f"/desks/{desk}", changes={"sought": str(number)})
        (form,) = [each for each in found.forms() if each.action.endswith("/arrive")]
        changes = {"reason": reason} if reason else {}
        self.browser.submit(found, form.action, changes)

    def say_key_is_lost(self, uuid: str, position: int, reason: str) -> None:
        """Write down that a key of a vote is gone."""
        page = f"/office/papers/{uuid}"
        self.browser.submit(self.browser.get(page), f"{page}/keys/{position}/lost", {"reason": reason})

    def mark(self, number: int, reason: str = "") -> None:
        """Mark somebody for a paper; with a reason somebody who joined after the voting list was frozen."""
        page = self.submit("/paper-and-hands", changes={"sought": str(number)})
        (form,) = [each for each in page.forms() if each.action.endswith("/mark")]
        changes = {"channel": "paper"} | ({"statutes_allow": "y", "reason": reason} if reason else {})
        self.browser.submit(page, form.action, changes)

    def key_in(self, question: int, papers: int, figures: Sequence[int]) -> None:
        """Key in what was counted on paper for a question (from 0), a figure for each answer in their order."""
        page = "/paper-and-hands/count"
        found = {f"answer_{index}": str(figure) for index, figure in enumerate(figures)}
        fields = {f"paper{question}-{name}": value for name, value in (found | {"papers": str(papers)}).items()}
        self.submit(page, f"{page}/paper/{question}", fields)

    def step(self, item: int, step: str, reason: str = "", status: int = 200) -> None:
        """Open or close an item in the room."""
        fields = {"step": step, "reason": reason} if reason else {"step": step}
        self.submit("/quorum", f"/quorum/{item}", fields, status=status)

    # --- After the meeting --------------------------------------------------------------------------------------

    def fix_minutes(self) -> dict[str, bytes]:
        """Fix the minutes as they are drafted, and return the files of the version by their name."""
        self.submit("/minutes", changes={"language": "fr"})
        names = ("nl.pdf", "fr.pdf", "minutes.json")
        return {name: self.browser.get(f"{self.path}/minutes/1/{name}", accept="*/*").body for name in names}


def uuid_of(page: HttpAnswer) -> str:
    """Return the identifier of the vote whose ballot paper a page shows."""
    found = re.search(r"/vote/([A-Za-z0-9]+)", page.path)
    assert found is not None, page.path
    return found[1]
