"""Ballot boxes of `belenios-tool` put into our own tables, so that our server can be asked about its ballots."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from govapp.ballots.models import BallotNonce, BallotRecord, CredentialRecord, Paper
from govapp.ballots.queries import get_paper
from govapp.ballots.service.casting import check, get_ballot_box
from govapp.ballots.service.events import Chain, append
from govapp.db.engine import Database
from govapp.db.uow import Work
from govapp.kernel.clock import FixedClock
from govapp.kernel.texts import Texts
from govapp.shares.rolls.queries import list_roll_entries
from govapp.shares.rolls.service import FreezeRoll, freeze_roll
from packages.pybelenios.tests.alterations import VECTORS
from pybelenios.archive.chain import EventType, append_ballot, setup
from pybelenios.archive.reader import Archive, read_archive
from pybelenios.election import read_election
from pybelenios.jsontext import sha256_b64
from tests.factories.ballots import RULES, SECRETARY, Hall
from tests.factories.shares import register_some


def mutations(box: str) -> list[dict[str, Any]]:
    """Return the ballots that were altered against one box, with the verdict `required` of us."""
    everything: dict[str, list[dict[str, Any]]] = json.loads((VECTORS / "mutations.json").read_text())
    return everything[f"against {box}/open.bel.snapshot"]


def snapshot(box: str) -> bytes:
    """Return the archive of a box as `belenios-tool` left it while it was open."""
    return (VECTORS / box / "open.bel.snapshot").read_bytes()


def hall_of(database: Database, clock: FixedClock, box: str) -> tuple[Hall, dict[str, int]]:
    """Return an open paper that holds exactly that box, and which voter (from 0) has which public code."""
    archive = read_archive(snapshot(box))
    keys = [str(key) for key in json.loads(archive.credentials)]
    voters = [int(each) for each in register_some(database, clock, len(keys))]
    with database.unit_of_work(SECRETARY, clock.now()) as work:
        roll_id = freeze_roll(work, FreezeRoll((clock.now() - timedelta(days=17)).date(), Texts.same("Vectors")))
        paper_id, uuid = _insert_paper(work, archive, roll_id)
        entries = list_roll_entries(work.session, roll_id)
        rows = [
            {"paper_id": paper_id, "public_key": key, "roll_entry_id": entry.entry_id}
            for key, entry in zip(keys, entries, strict=True)
        ]
        ids = work.session.scalars(
            insert(CredentialRecord).returning(CredentialRecord.id, sort_by_parameter_order=True), rows
        )
        credentials = dict(zip(keys, ids, strict=True))
        _fill(work, archive, paper_id, uuid, credentials)
    return Hall(database, clock, uuid, roll_id, voters), {key: number for number, key in enumerate(keys)}


def _insert_paper(work: Work, archive: Archive, roll_id: int) -> tuple[int, str]:
    election = read_election(archive.election)
    paper_id = work.session.execute(
        insert(Paper)
        .values(
            uuid=election.uuid,
            subject_ref="vectors",
            roll_id=roll_id,
            name={"en": election.name},
            questions=[],
            language="en",
            rules_digest=RULES,
            minimum_ballots=1,
            opens_at=work.now,
            closes_at=work.now + timedelta(days=14),
            prepared_at=work.now,
            sealed_at=datetime.fromtimestamp(archive.timestamp, UTC),
            opened_at=work.now,
            fingerprint=election.fingerprint,
            head="",
            height=-1,
            voters=0,
            ballots=0,
        )
        .returning(Paper.id),
    ).scalar_one()
    return paper_id, election.uuid


def _fill(work: Work, archive: Archive, paper_id: int, uuid: str, credentials: dict[str, int]) -> None:
    begun = setup(archive.election, archive.trustees, archive.credentials)
    reached = append(work, Chain(paper_id, None), EventType.SETUP, begun)
    box = get_ballot_box(work.session, uuid)
    for event in archive.of_type(EventType.BALLOT):
        body = event.data[0].body
        checked = check(box, body).checked
        added = append_ballot(reached.last, body)
        height = added.head.height
        values = {"paper_id": paper_id, "height": height, "tracker": sha256_b64(body), "body": body}
        credential_id = credentials[checked.credential]
        work.session.execute(
            insert(BallotRecord).values(**values, credential_id=credential_id, received_at=work.now),
        )
        nonces = [{"paper_id": paper_id, "alpha": bytes.fromhex(alpha)} for alpha in checked.alphas]
        work.session.execute(insert(BallotNonce), nonces)
        reached = append(work, reached, EventType.BALLOT, added, ballots=height)
    assert get_paper(work.session, uuid).head == archive.head.event
