"""Every page of the house, with who looks at it: the list that the accessibility tests walk along."""

from collections.abc import Iterator
from dataclasses import dataclass

from govapp.assembly.agenda.rules.items import ItemKind
from govapp.assembly.meeting.queries import get_assembly
from govapp.assembly.minutes.queries.decided import list_decisions, list_elected
from govapp.assembly.room.views.projector import projector_path
from govapp.ballots.queries import get_key_group_by_id, get_paper
from tests.factories.ballots import KEYS
from tests.factories.sample_cooperative import SampleCooperative, agenda, mails

OFFICERS = ("secretary", "registrar", "scrutineer", "auditor", "administrator")
# The screen of the hall speaks the language of the seat, whoever looks.
SEAT = "fr"
IN_ROOM = ("paper-and-hands", "paper-and-hands/count")
NO_PAGES = {
    "accounts.office": "sends an officer on to the first tab",
    "attendance.attendance_pdf": "a PDF",
    "attendance.quorum_now": "a part of the page of the quorum",
    "agenda.document": "a document, always as a file",
    "agenda.portrait": "a picture",
    "meeting.calendar": "a calendar file",
    "meeting.office_calendar": "a calendar file",
    "minutes.pdf": "a PDF",
    "minutes.record": "a record as JSON",
    "minutes.signed": "a file that somebody signed, always as a file",
    "outbox.inbox_mail": "a mail as it arrives, in a frame of its page",
    "votes.addressees_of": "sends an officer on to the list of directors and auditors",
    "votes.calendar_of": "a calendar file",
    "votes.mail": "a mail as it will arrive, in a frame of its page",
    "votes.incident_mailings": "a part of the page of an incident",
    "votes.mailings": "a part of the run sheet",
    "votes.result_file": "JSON",
    "votes.rules_file": "JSON",
    "audit.journal_file": "JSON lines",
    "ballots.archive": "the ballot box",
    "ballots.credential": "JSON",
    "ballots.key": "sends a key holder on; a page only of votes that were prepared before keys were made together",
    "ballots.key_group_file": "what key holders said, for their own programs",
    "ballots.key_group_state": "JSON",
    "ballots.credentials": "JSON",
    "ballots.qr": "a picture",
    "ballots.hours": "JSON",
    "ballots.receipt_file": "JSON",
    "ballots.record": "JSON",
    "ballots.window": "JSON",
    "health.live": "a word for machines",
    "health.ready": "JSON",
    "outbox.outbox_now": "a part of the page of the outbox",
    "ballots.signed_state": "JSON",
    "rolls.roll_file": "JSON",
    "room.screen": "the part of the screen of the hall that changes",
    "room.sheet_now": "a part of the sheet of the chair",
    "proxies.proxy": "sends an officer on to the proxies of an assembly",
    "proxies.proxy_scan": "a scan, always as a file",
    "votes.page_of": "sends anybody on to the assembly of a vote",
    "votes.sheet_of": "sends an officer on to the run sheet of a vote",
    "static": "style sheets, scripts, fonts",
}
"""Addresses that answer with something else than a page of ours, and what that is."""

ON_THE_WAY = {
    "accounts.officer_code",
    "accounts.officer_recovery",
    "accounts.own_address_confirm",
    "accounts.welcome",
    "accounts.welcome_phone",
}
"""Pages in the middle of signing in or of changing an address, which only somebody on that way can see."""


@dataclass(frozen=True)
class Visit:
    """Somebody opens a page; `ready` is what its script shows when it is done.

    `language` is that of a page which speaks one language to everybody, empty where it speaks the reader's.
    """

    path: str
    who: str
    ready: str = "h1"
    language: str = ""


def visits(sample: SampleCooperative) -> list[Visit]:
    """Return all visits."""
    return [*_public(sample), *_shareholder(sample), *_secretary(sample), *_register(sample), *_others(sample)]


def _public(sample: SampleCooperative) -> Iterator[Visit]:
    a, papers = sample.assemblies, sample.papers
    paths = ["/", "/code", "/about/accessibility", "/about/checking", "/about/privacy", "/about/secrecy"]
    paths += ["/decisions", f"/years/{sample.read(lambda work: get_assembly(work.session, a['past'])).held_on.year}"]
    paths += [f"/assemblies/{a[name]}" for name in ("past", "closed", "open", "ready")]
    paths += [f"/assemblies/{a['past']}/result", "/inbox", "/inbox?q=nobody", "/sign-in", "/office/sign-in"]
    paths += [f"/inbox/{number}" for number in mails(sample).values()]
    paths += [f"/board/{papers[name]}" for name in ("past", "closed", "few", "open", "keyless")]
    paths += [f"/board/{papers['open']}?tracker={sample.trackers[name]}" for name in ("replaced", "counted")]
    paths += [f"/board/{papers['open']}?tracker=nonsense"]
    for path in paths:
        yield Visit(path, "visitor")
    yield Visit(f"/board/{papers['past']}/check", "visitor", "#checker")
    for name in ("past", "open"):
        yield Visit(projector_path(KEYS, a[name]), "visitor", language=SEAT)
    yield Visit(f"{projector_path(KEYS, a['open'])}?theme=dark", "visitor", language=SEAT)


def _shareholder(sample: SampleCooperative) -> Iterator[Visit]:
    vote = f"/vote/{sample.papers['open']}"
    yield Visit(vote, "shareholder", "#ballot")
    paths = [
        "/",
        "/my",
        "/my/devices",
        "/my/proxies",
        f"/assemblies/{sample.assemblies['open']}/proxies",
        f"/assemblies/{sample.assemblies['open']}/questions",
        f"/assemblies/{sample.assemblies['open']}/questions",
        "/vote",
        f"/assemblies/{sample.assemblies['open']}",
        sample.doors["shareholder"],
    ]
    paths += [f"{vote}/used", f"/vote/{sample.papers['past']}", f"/vote/{sample.papers['past']}/used"]
    paths += [f"{vote}/receipt/{tracker}" for tracker in sample.trackers.values()]
    for path in paths:
        yield Visit(path, "shareholder")


def _secretary(sample: SampleCooperative) -> Iterator[Visit]:
    paths = ["/office/assemblies", "/office/assemblies/new", "/office/outbox", "/office/sessions", "/office/papers"]
    paths += [f"/office/assemblies/{number}" for number in sample.assemblies.values()]
    draft = f"/office/assemblies/{sample.assemblies['draft']}"
    paths += [f"{draft}/preview", f"{draft}/ballot", f"{draft}/mails", f"/office/closings/{sample.papers['open']}"]
    incidents = f"/office/incidents/{sample.papers['open']}"
    paths += [incidents, f"{incidents}/1", f"{incidents}/1/message"]
    paths += [f"{draft}/edit", *(f"{draft}/items/new/{kind.value}" for kind in ItemKind)]
    seen: set[ItemKind] = set()
    for row in agenda(sample, "draft"):
        if row.item.kind not in seen:
            seen.add(row.item.kind)
            paths += [f"{draft}/items/{row.id}"]
    paths += [f"/office/assemblies/{sample.assemblies[name]}/result" for name in ("counted", "past")]
    paths += [f"/office/assemblies/{sample.assemblies['open']}/post", "/office/addressees"]
    paths += [f"/office/assemblies/{sample.assemblies[name]}/proxies" for name in ("draft", "open")]
    paths += [f"/office/assemblies/{sample.assemblies[name]}/questions" for name in ("draft", "open")]
    paths += [f"/office/assemblies/{sample.assemblies['past']}/votes/new"]
    paths += [f"{draft}/items/models", f"/office/assemblies/{sample.assemblies['past']}/second"]
    minutes = f"/office/assemblies/{sample.assemblies['past']}/minutes"
    paths += [minutes, f"{minutes}/notes/item-2", f"{minutes}/1"]
    past = sample.assemblies["past"]
    decision = sample.read(lambda work: list_decisions(work.session, assembly_id=past))[0].key
    elected = sample.read(lambda work: list_elected(work.session, assembly_id=past))[0].election
    paths += ["/office/decisions", f"/office/decisions/{past}/{decision.vote}/{decision.item}"]
    paths += ["/office/mandates", "/office/mandates/new", "/office/mandates/1/end"]
    paths += [f"/office/assemblies/{past}/filings"]
    paths += [f"/office/mandates/elected/{past}/{elected.vote}/{elected.item}/{elected.choice}"]
    paths += ["/office/statutes", "/office/statutes/1", "/office/statutes/new"]
    paths += [
        f"/office/assemblies/{sample.assemblies['past']}/{page}"
        for page in (
            "desks/1",
            "attendance",
            "attendance/1",
            "quorum",
            "bureau",
            "paper-and-hands",
            "paper-and-hands/count",
            "room",
        )
    ]
    paths += [f"/office/assemblies/{sample.assemblies['open']}/{page}" for page in ("desks/1", "room")]
    paths += [f"/office/papers/{sample.papers[name]}" for name in ("past", "closed", "few", "open", "keyless")]
    paths += ["/office/holders", "/office/holders/1", "/office/rolls", "/office/rolls/1"]
    waiting = sample.read(lambda work: get_paper(work.session, sample.papers["keyless"])).roll_id
    paths += ["/office/corrections", "/office/rolls/1/additions", f"/office/rolls/{waiting}/additions"]
    for path in paths:
        yield Visit(path, "secretary")


def _register(sample: SampleCooperative) -> Iterator[Visit]:
    paths = ["/office/holders", "/office/holders?q=zzz", "/office/holders?category=partner&sort=shares&direction=desc"]
    paths += [f"/office/holders/{number}" for number in (1, 2, 7)]
    paths += ["/office/holders/new", "/office/holders/1/entries/1/correct", "/office/holders/1/extract"]
    paths += ["/office/register/export", "/office/corrections"]
    paths += ["/office/register/import", "/office/rolls", "/office/rolls/1"]
    paths += [f"/office/register/import/{digest}" for digest in sample.staged.values()]
    for path in paths:
        yield Visit(path, "registrar")


def key_group_of(sample: SampleCooperative, uuid: str) -> str:
    """Return the identifier of the key group of a ballot paper."""
    group_id = sample.read(lambda work: get_paper(work.session, uuid)).key_group_id
    return sample.read(lambda work: get_key_group_by_id(work.session, group_id or 0)).uuid


def _others(sample: SampleCooperative) -> Iterator[Visit]:
    closed, keyless = sample.papers["closed"], sample.papers["keyless"]
    yield Visit("/office/papers", "scrutineer")
    yield Visit(f"/office/assemblies/{sample.assemblies['past']}/desks/2", "scrutineer")
    yield Visit(f"/office/keys/{key_group_of(sample, keyless)}", "scrutineer", "#panel-make")
    yield Visit(f"/office/papers/{closed}/decrypt", "scrutineer", "#trustee")
    yield Visit(f"/office/papers/{closed}", "scrutineer")
    yield Visit(f"/office/incidents/{closed}", "scrutineer")
    yield Visit(f"/office/uncountable/{closed}", "scrutineer")
    yield Visit(f"/office/incidents/{sample.papers['open']}/1", "scrutineer")
    yield Visit(f"/office/assemblies/{sample.assemblies['counted']}/result", "scrutineer")
    yield Visit("/office/sessions", "scrutineer")
    run_sheet = f"/office/assemblies/{sample.assemblies['draft']}"
    for path in ("/office/journal", "/office/journal?q=zzz", run_sheet, "/office/holders", "/office/rolls/1"):
        yield Visit(path, "auditor")
    yield Visit("/office/register/readings", "auditor")
    for path in ("/office/me", "/office/me/password", "/office/me/phone", "/office/roles"):
        yield Visit(path, "administrator")
    for path in ("/office/officers", "/office/officers/1", "/office/officers/7", "/office/outbox", "/office/journal"):
        yield Visit(path, "administrator")
