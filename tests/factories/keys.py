"""Key holders of a group in tests: each with a seed, who make a key together, test it and open counts with it."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from govapp.ballots import service
from govapp.ballots.queries import DrillRow, KeyGroupRow, find_drill, get_key_group, list_key_members, read_key_messages
from govapp.ballots.queries.archive import get_archive_bytes
from govapp.ballots.queries.papers import get_paper
from govapp.ballots.rules.key_groups import KeyStep
from govapp.ballots.service.ceremony import read_certificate_of
from govapp.db.engine import Database
from govapp.kernel.actors import Actor
from govapp.kernel.clock import FixedClock
from pybelenios.archive.reader import read_archive
from pybelenios.ceremony import (
    Contribution,
    read_contribution,
    read_member_key,
    read_promise,
    write_contribution,
    write_promise,
)
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
from pybelenios.tally import read_tally


@dataclass
class KeyHolders:
    """The members of a key group as they sit before their computers; `seeds` are by officer."""

    database: Database
    clock: FixedClock
    uuid: str
    people: Sequence[Actor]
    seeds: dict[int, str] = field(default_factory=dict)

    def group(self) -> KeyGroupRow:
        """Return the group as it stands."""
        with self.database.read_only(self.people[0], self.clock.now()) as work:
            return get_key_group(work.session, self.uuid)

    def drill(self) -> DrillRow | None:
        """Return the test of the keys that is asked for."""
        with self.database.read_only(self.people[0], self.clock.now()) as work:
            return find_drill(work.session, get_key_group(work.session, self.uuid))

    def certificate_of(self, person: Actor) -> str:
        """Return what a member says first."""
        seed = self.seeds.setdefault(person.id or 0, draw_seed(secrets.randbelow))
        own, size = derive_secrets(seed), self.group().group_size
        made = make_certificate(own, size, self.position(person))
        return compact({"certificate": made.to_json()}).decode()

    def promise_of(self, person: Actor) -> str:
        """Return what a member says when all certificates are there."""
        found = self.group()
        place = (found.group_size, self.position(person), found.attempt)
        return write_promise(make_promise(self.secrets_of(person), self.certificates(), *place)).decode()

    def contribution_of(self, person: Actor) -> str:
        """Return what a member says when all promises are there."""
        found = self.group()
        said = (self.certificates(), self.promises())
        made = make_contribution(self.secrets_of(person), *said, found.group_size, self.position(person), found.attempt)
        return write_contribution(made).decode()

    def share_of(self, person: Actor) -> str:
        """Return what a member says when all contributions are there."""
        made = make_key(
            self.secrets_of(person),
            self.certificates(),
            self.promises(),
            self.contributions(),
            self.group().group_size,
            self.position(person),
        )
        return compact(made.to_json()).decode()

    def answer_of(self, person: Actor) -> str:
        """Return how a member opens the test ballot."""
        drill = self.drill()
        assert drill is not None
        return make_drill_answer(self.private(person), self.uuid, drill.nonce).decode()

    def begin(self, *people: Actor) -> None:
        """Hand in the certificates of some members, or of all."""
        for person in people or self.people:
            message = self.certificate_of(person)
            with self.database.unit_of_work(person, self.clock.now()) as work:
                service.add_certificate(work, self.uuid, message)

    def promise(self, *people: Actor) -> None:
        """Hand in the promises of some members, or of all."""
        for person in people or self.people:
            message = self.promise_of(person)
            with self.database.unit_of_work(person, self.clock.now()) as work:
                service.add_promise(work, self.uuid, message)

    def contribute(self, *people: Actor) -> None:
        """Hand in the contributions of some members, or of all."""
        for person in people or self.people:
            message = self.contribution_of(person)
            with self.database.unit_of_work(person, self.clock.now()) as work:
                service.add_contribution(work, self.uuid, message)

    def finish(self, *people: Actor) -> None:
        """Hand in the keys of some members, or of all."""
        for person in people or self.people:
            message = self.share_of(person)
            with self.database.unit_of_work(person, self.clock.now()) as work:
                service.add_share_key(work, self.uuid, message)

    def test(self, *people: Actor) -> None:
        """Let some members open the test ballot, or all."""
        for person in people or self.people:
            message = self.answer_of(person)
            with self.database.unit_of_work(person, self.clock.now()) as work:
                service.answer_drill(work, self.uuid, message)

    def make(self) -> "KeyHolders":
        """Make the key and test it."""
        self.begin()
        self.promise()
        self.contribute()
        self.finish()
        self.test()
        return self

    def open(self, paper: str, *people: Actor) -> None:
        """Let some members open their part of a count, or all."""
        for person in people or self.people:
            message = self.part_of(paper, person)
            with self.database.unit_of_work(person, self.clock.now()) as work:
                service.submit_decryption(work, paper, message)

    def part_of(self, paper: str, person: Actor) -> str:
        """Return how a member opens its part of a count."""
        with self.database.read_only(person, self.clock.now()) as work:
            found = get_paper(work.session, paper)
            archive = read_archive(get_archive_bytes(work.session, found))
        assert archive.tally is not None
        election, tally = read_election(archive.election), read_tally(archive.tally.body)
        return partial_decryption(election, tally, self.private(person)).decode()

    def position(self, person: Actor) -> int:
        """Return the number of a member."""
        with self.database.read_only(person, self.clock.now()) as work:
            members = list_key_members(work.session, get_key_group(work.session, self.uuid).id)
        return next(member.position for member in members if member.officer_id == person.id)

    def secrets_of(self, person: Actor) -> MemberSecrets:
        """Return what the key file of a member stands for."""
        return derive_secrets(self.seeds[person.id or 0])

    def private(self, person: Actor) -> int:
        """Return the share of a member, opened with the seed."""
        sealed = self._said(KeyStep.SHARE)[self.position(person)]
        return open_share(self.secrets_of(person), read_member_key(sealed).private_key)

    def certificates(self) -> list[SignedMessage]:
        """Return the certificates of all members in their order."""
        return [read_certificate_of(body) for _, body in sorted(self._said(KeyStep.CERTIFICATE).items())]

    def promises(self) -> list[str]:
        """Return the promises of all members in their order."""
        return [read_promise(body) for _, body in sorted(self._said(KeyStep.PROMISE).items())]

    def contributions(self) -> list[Contribution]:
        """Return the contributions of all members in their order."""
        return [read_contribution(body) for _, body in sorted(self._said(KeyStep.CONTRIBUTION).items())]

    def _said(self, step: KeyStep) -> dict[int, bytes]:
        with self.database.read_only(self.people[0], self.clock.now()) as work:
            return read_key_messages(work.session, get_key_group(work.session, self.uuid), step)
