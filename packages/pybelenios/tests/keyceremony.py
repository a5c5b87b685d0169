"""A whole key ceremony in memory, each message as it travels; any of them can be altered on its way."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from packages.pybelenios.tests.ballotbox import MOTION, BallotBox
from pybelenios.ceremony import (
    Contribution,
    MemberKey,
    form_group,
    read_certificate_message,
    read_contribution,
    read_member_key,
    write_contribution,
)
from pybelenios.decryption import check_partial_decryption, combine, partial_decryption
from pybelenios.election import AnyQuestion
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
from pybelenios.pedersen import GroupSize, Pedersen
from pybelenios.trustees import owner_keys

Alter = Callable[[int, bytes], bytes]  # a message of a member (from 1) as it arrives


def untouched(_: int, raw: bytes) -> bytes:
    return raw


@dataclass
class KeyCeremony:
    """What the members of a group say, step by step."""

    group: GroupSize
    seeds: list[str] = field(default_factory=list)
    certificates: list[SignedMessage] = field(default_factory=list)
    promises: list[str] = field(default_factory=list)
    contributions: list[Contribution] = field(default_factory=list)
    keys: list[MemberKey] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.seeds = self.seeds or [draw_seed(secrets.randbelow) for _ in self.numbers]

    @property
    def numbers(self) -> range:
        return range(1, self.group.size + 1)

    def secrets_of(self, index: int) -> MemberSecrets:
        return derive_secrets(self.seeds[index - 1])

    def certify(self, alter: Alter = untouched) -> "KeyCeremony":
        made = [make_certificate(self.secrets_of(index), self.group, index) for index in self.numbers]
        sent = [alter(index, compact(message.to_json())) for index, message in enumerate(made, start=1)]
        self.certificates = [read_certificate_message(raw) for raw in sent]
        return self

    def promise(self) -> "KeyCeremony":
        self.promises = [self.promise_of(index) for index in self.numbers]
        return self

    def promise_of(self, index: int) -> str:
        return make_promise(self.secrets_of(index), self.certificates, self.group, index)

    def contribute(self, alter: Alter = untouched) -> "KeyCeremony":
        self.promise()
        made = [self.contribution_of(index) for index in self.numbers]
        sent = [alter(index, write_contribution(message)) for index, message in enumerate(made, start=1)]
        self.contributions = [read_contribution(raw) for raw in sent]
        return self

    def make_keys(self, alter: Alter = untouched) -> "KeyCeremony":
        made = [self.key_of(index) for index in self.numbers]
        sent = [alter(index, compact(message.to_json())) for index, message in enumerate(made, start=1)]
        self.keys = [read_member_key(raw) for raw in sent]
        return self

    def contribution_of(self, index: int) -> Contribution:
        return make_contribution(self.secrets_of(index), self.certificates, self.promises, self.group, index)

    def key_of(self, index: int) -> MemberKey:
        said = (self.certificates, self.promises, self.contributions)
        return make_key(self.secrets_of(index), *said, self.group, index)

    def form(self) -> Pedersen:
        return form_group(self.certificates, self.contributions, [key.public_key for key in self.keys], self.group)

    def share_of(self, index: int) -> int:
        return open_share(self.secrets_of(index), self.keys[index - 1].private_key)


def finished(threshold: int, size: int) -> KeyCeremony:
    """Return a ceremony in which everybody was honest."""
    return KeyCeremony(GroupSize(threshold, size)).certify().contribute().make_keys()


class ThresholdBox(BallotBox):
    """A ballot box of which `threshold` of the members of a group hold the key."""

    def __init__(self, ceremony: KeyCeremony, questions: Sequence[AnyQuestion] = (MOTION,)) -> None:
        self.ceremony = ceremony
        super().__init__(questions, members=(ceremony.form(),))

    def decryption(self, owner: int) -> bytes:
        return partial_decryption(self.election, self.encrypted, self.ceremony.share_of(owner))

    def open_with(self, owners: Sequence[int]) -> "ThresholdBox":
        """Go from the last ballot to the result, with these owners only."""
        self.end()
        self.add_up()
        for owner in owners:
            self.decrypt(owner)
        keys = owner_keys(self.members)
        self.announce_with(
            combine(
                self.members,
                {
                    owner: check_partial_decryption(
                        self.election, self.encrypted, keys[owner - 1], self.decryption(owner)
                    )
                    for owner in owners
                },
            )
        )
        return self
