"""Every altered archive that packages/pybelenios/vectors/belenios describes: its name there, and how to make it."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from packages.pybelenios.tests.ballotbox import (
    BallotBox,
    Step,
    edited,
    lay_out,
    rebuild,
    resigned,
    steps_of,
)
from pybelenios.archive import chain
from pybelenios.archive.chain import EventType, event_body
from pybelenios.archive.reader import read_archive
from pybelenios.archive.tar import data_record, event_record
from pybelenios.election import Ranking
from pybelenios.group import GENERATOR, ORDER, draw_scalar, point_text, product, read_point
from pybelenios.jsontext import compact, sha256_hex

VECTORS = Path(__file__).parents[1] / "vectors" / "belenios"
Alter = Callable[[list[Step]], list[Step]]
ORDER_8 = "7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7"
FOR, AGAINST = [1, 0, 0], [0, 1, 0]


def vector_archive(folder: str, name: str = "closed.bel") -> bytes:
    return (VECTORS / folder / name).read_bytes()


def altered(folder: str, name: str) -> bytes:
    """Return the archive that mutations.json describes under `name`."""
    raw = vector_archive(folder)
    if name in BY_BYTES:
        return BY_BYTES[name](raw)
    archive = read_archive(raw)
    return lay_out(rebuild(BY_STEPS[name](steps_of(archive))))


def probe(name: str) -> bytes:
    """Return the archive that probes.json describes under `name`."""
    return PROBES[name]()


# -- places in an archive ----------------------------------------------------------------------------------------------


def _places(steps: Sequence[Step], kind: EventType) -> list[int]:
    return [place for place, step in enumerate(steps) if step.kind is kind]


def _edit(kind: EventType, which: int, change: Callable[[Any], object], body: int = 0) -> Alter:
    """Alter one JSON record of the event number `which` of a kind."""

    def alter(steps: list[Step]) -> list[Step]:
        place = _places(steps, kind)[which]
        bodies = list(steps[place].bodies)
        bodies[body] = edited(bodies[body], change)
        return [*steps[:place], replace(steps[place], bodies=tuple(bodies)), *steps[place + 1 :]]

    return alter


def _without(kind: EventType, which: int) -> Alter:
    def alter(steps: list[Step]) -> list[Step]:
        place = _places(steps, kind)[which]
        return steps[:place] + steps[place + 1 :]

    return alter


def _exchanged(first: int, second: int) -> Alter:
    def alter(steps: list[Step]) -> list[Step]:
        steps[first], steps[second] = steps[second], steps[first]
        return steps

    return alter


def _plus_one(path: Sequence[str | int]) -> Callable[[Any], object]:
    """Add one to the scalar at `path` of a record."""

    def change(value: Any) -> None:
        for key in path[:-1]:
            value = value[key]
        value[path[-1]] = str((int(value[path[-1]]) + 1) % ORDER)

    return change


def _times(path: Sequence[str | int], factor: str = point_text(GENERATOR)) -> Callable[[Any], object]:
    """Multiply the point at `path` of a record with another one."""

    def change(value: Any) -> None:
        for key in path[:-1]:
            value = value[key]
        value[path[-1]] = point_text(product(read_point(value[path[-1]]), read_point(factor)))

    return change


def _set(path: Sequence[str | int], new: object) -> Callable[[Any], object]:
    def change(value: Any) -> None:
        for key in path[:-1]:
            value = value[key]
        value[path[-1]] = new

    return change


def _swap(path: Sequence[str | int], first: int = 0, second: int = 1) -> Callable[[Any], object]:
    def change(value: Any) -> None:
        for key in path:
            value = value[key]
        value[first], value[second] = value[second], value[first]

    return change


# -- alterations of the closed vectors ---------------------------------------------------------------------------------


def _one_byte(raw: bytes) -> bytes:
    place = raw.index(b'"individual_proofs"') + 3
    return raw[:place] + b"X" + raw[place + 1 :]


def _cut(raw: bytes) -> bytes:
    last = read_archive(raw).events[-1]
    size = 512 + len(event_body(last.parent, last.height, last.type, last.payload))
    return raw[: len(raw) - size - -size % 512]


def _ballot_twice(steps: list[Step]) -> list[Step]:
    return [*steps[:2], steps[1], *steps[2:]]


def _other_number(steps: list[Step]) -> list[Step]:
    return [replace(step, ballots=step.ballots + 1) if step.ballots else step for step in steps]


def _late_ballot(_: list[Step]) -> list[Step]:
    steps = steps_of(read_archive(vector_archive("single", "open.bel.snapshot")))
    uncast = (VECTORS / "single" / "uncast-ballot.json").read_bytes().rstrip(b"\n")
    return [*steps, Step(EventType.END_BALLOTS, ()), Step(EventType.BALLOT, (uncast,))]


def _setup_twice(steps: list[Step]) -> list[Step]:
    return [steps[0], steps[0], *steps[1:]]


def _drop_first_trustee(value: Any) -> None:
    del value[0]


def _context(value: Any) -> None:
    certificate = value[0][1]["certs"][0]
    certificate["message"] = certificate["message"].replace('"index":1', '"index":2')


def _unsigned_key(value: Any) -> None:
    del value[0][1]["verification_keys"][0]["signature"]


def _same(raw: bytes) -> bytes:
    return raw


BY_BYTES: dict[str, Callable[[bytes], bytes]] = {
    "archive: unmodified": _same,
    "archive: one byte changed in a ballot record": _one_byte,
    "archive: last record removed": _cut,
}
_SETUP, _DECRYPTION, _SHUFFLE = EventType.SETUP, EventType.PARTIAL_DECRYPTION, EventType.SHUFFLE
_GROUP: tuple[str | int, ...] = (0, 1)
BY_STEPS: dict[str, Alter] = {
    "archive: first Ballot event dropped, chain rebuilt, tally kept": _without(EventType.BALLOT, 0),
    "archive: two ballots of one voter exchanged in order, tally kept": _exchanged(1, 4),
    "archive: result altered": _edit(EventType.RESULT, 0, _set(["result", 0], [1, 1, 1])),
    "archive: decryption factor altered": _edit(_DECRYPTION, 0, _times(["decryption_factors", 0, 0])),
    "archive: decryption proof altered": _edit(_DECRYPTION, 0, _plus_one(["decryption_proofs", 0, 0, "response"])),
    "archive: encrypted tally altered": _edit(EventType.ENCRYPTED_TALLY, 0, _times([0, 0, "alpha"])),
    "archive: a mandatory decryption missing": _without(_DECRYPTION, 1),
    "archive: same ballot twice": _ballot_twice,
    "archive: STRICT: num_tallied altered": _other_number,
    "archive: STRICT: open archive, a Ballot event after EndBallots": _late_ballot,
    "archive: STRICT: Setup event repeated": _setup_twice,
    "archive: STRICT: EndBallots event missing": _without(EventType.END_BALLOTS, 0),
    "archive: result has one question too many": _edit(EventType.RESULT, 0, lambda value: value["result"].append([0])),
    "archive: trustees: proof of knowledge altered": _edit(_SETUP, 0, _plus_one([0, 1, "pok", "response"]), 1),
    "archive: trustees: one trustee removed (election key no longer matches)": _edit(_SETUP, 0, _drop_first_trustee, 1),
    "archive: Pedersen: proof of knowledge of a share altered": _edit(
        _SETUP, 0, _plus_one([*_GROUP, "verification_keys", 0, "pok", "response"]), 1
    ),
    "archive: Pedersen: verification keys in another order": _edit(_SETUP, 0, _swap([*_GROUP, "verification_keys"]), 1),
    "archive: Pedersen: signatures of the certificate set in another order": _edit(
        _SETUP, 0, _swap([*_GROUP, "signatures"]), 1
    ),
    "archive: Pedersen: certificate context altered": _edit(_SETUP, 0, _context, 1),
    "archive: Pedersen: signature of coefexps altered": _edit(
        _SETUP, 0, _plus_one([*_GROUP, "coefexps", 0, "signature", "response"]), 1
    ),
    "archive: Pedersen: threshold lowered": _edit(_SETUP, 0, _set([*_GROUP, "threshold"], 1), 1),
    "archive: Pedersen: signature of a verification key removed": _edit(_SETUP, 0, _unsigned_key, 1),
    "archive: Pedersen: one of the only two partial decryptions wrong": _edit(
        _DECRYPTION, 1, _times(["decryption_factors", 0, 0])
    ),
    "archive: shuffle: response s1 + 1": _edit(_SHUFFLE, 0, _plus_one(["proofs", 0, 1, 0])),
    "archive: shuffle: one response s' + 1": _edit(_SHUFFLE, 1, _plus_one(["proofs", 0, 1, 5, 0])),
    "archive: shuffle: one output ciphertext replaced": _edit(_SHUFFLE, 1, _times(["ciphertexts", 0, 0, "beta"])),
    "archive: shuffle: outputs permuted after the proof": _edit(_SHUFFLE, 1, _swap(["ciphertexts", 0])),
    "archive: shuffle: point of order 8 added to a commitment": _edit(
        _SHUFFLE, 0, _times(["proofs", 0, 2, 0], ORDER_8)
    ),
}


# -- probes ------------------------------------------------------------------------------------------------------------


def _counted(box: BallotBox) -> bytes:
    box.cast(0, FOR)
    box.cast(1, AGAINST)
    return box.close().archive()


def _unknown_member() -> bytes:
    return _counted(BallotBox(edit=lambda record: record | {"extension": {"anything": [1, None, "é"]}}))


def _wrapped_question() -> bytes:
    def wrap(record: dict[str, Any]) -> dict[str, Any]:
        wrapped = {"type": "Homomorphic", "value": record["questions"][0], "extra": {"note": 1}}
        return record | {"questions": [wrapped]}

    return _counted(BallotBox(edit=wrap))


def _member_in_question() -> bytes:
    return _counted(BallotBox(edit=lambda record: record | {"questions": [record["questions"][0] | {"item": "4a"}]}))


def _certificate() -> bytes:
    """Add a free text to the setup, as belenios-tool lets one."""
    box = BallotBox()
    election, trustees, credentials = (record.body for record in box.steps[0].records[:3])
    free = b'{"anything":true}'
    names = ["election", "trustees", "credentials", "credentials_certificate"]
    bodies = [election, trustees, credentials, free]
    bodies.append(compact(dict(zip(names, map(sha256_hex, bodies), strict=True))))
    payload = sha256_hex(bodies[-1])
    event = event_record(event_body(None, 0, EventType.SETUP, payload))
    return lay_out([*map(data_record, bodies), event])


def _stray_record() -> bytes:
    box = BallotBox()
    box.cast(0, FOR)
    records = box.records()
    return lay_out([*records[:-2], data_record(b'{"stray":true}'), *records[-2:]])


def _weights(*weights: int, result: bool = True) -> bytes:
    box = BallotBox(weights=weights, voters=len(weights))
    for voter in range(len(weights)):
        box.cast(voter, FOR)
    if result:
        return box.close().archive()
    box.end()
    box.add_up()
    box.decrypt(1)
    return box.archive()


def _hidden_ballots() -> bytes:
    """Two ballots, the end, a third ballot; then the tally of the third alone."""
    box = BallotBox()
    box.cast(0, FOR)
    box.cast(1, FOR)
    box.counted.clear()
    box.end()
    box.cast(2, AGAINST)
    box.add_up()
    box.decrypt(1)
    box.announce()
    return box.archive()


def _unshuffled() -> bytes:
    box = BallotBox([Ranking("Rank", ("X", "Y", "Z"))])
    box.cast(0, [1, 2, 3])
    box.cast(1, [3, 2, 1])
    return box.close().archive()


def _wrong_decryption() -> bytes:
    box = BallotBox()
    box.cast(0, FOR)
    box.end()
    box.add_up()
    wrong = edited(box.decryption(1), _times(["decryption_factors", 0, 0]))
    box.steps.append(chain.append_decryption(box.head, 1, wrong))
    return box.archive()


def zero_then_random() -> Callable[[], int]:
    """Return a broken source of secrets: the first one is zero."""
    given: list[int] = []

    def draw() -> int:
        given.append(draw_scalar() if given else 0)
        return given[-1]

    return draw


def _readable_ballot() -> bytes:
    box = BallotBox()
    box.cast(0, FOR, draw=zero_then_random())
    return box.archive()


def _neutral_written_otherwise() -> bytes:
    box = BallotBox()
    raw = box.ballot(0, [FOR], draw=zero_then_random())
    change = _set(["answers", 0, "choices", 0, "alpha"], "7f" + "ff" * 30 + "ee")
    box.put_unchecked(resigned(box, 0, raw, change))
    return box.archive()


PROBES: dict[str, Callable[[], bytes]] = {
    "extension: unknown member in election.json": _unknown_member,
    "extension: homomorphic question wrapped as {type,value,extra}": _wrapped_question,
    "extension: unknown member inside a plain homomorphic question": _member_in_question,
    "extension: setup_data.credentials_certificate with free content": _certificate,
    "stray data record between events": _stray_record,
    "no ballot at all, tally of zero ballots": lambda: BallotBox().close().archive(),
    "weights 0, 5 and 1": lambda: _weights(0, 5, 1),
    "weight above 2^30 - 1 (total weight as a string), no result": lambda: _weights(2**30, 1, result=False),
    "credentials not in belenios-tool's sorted order": lambda: _counted(
        BallotBox(edit_credentials=lambda entries: sorted(entries, reverse=True))
    ),
    "credentials file with user names kept (pub,,name)": lambda: _counted(
        BallotBox(edit_credentials=lambda entries: [f"{entry},,voter{n}" for n, entry in enumerate(entries)])
    ),
    "GAP: two ballots hidden behind EndBallots, tally of the third only, closed": _hidden_ballots,
    "GAP: ranking question decrypted without any shuffle": _unshuffled,
    "GAP: wrong partial decryptions, no Result yet": _wrong_decryption,
    "ballot with r = 0 in one ciphertext (neutral alpha, vote readable by all)": _readable_ballot,
    "same with a non-canonical encoding of the neutral element (proof stale)": _neutral_written_otherwise,
}


def load(name: str) -> Any:
    """Return a JSON file of the vectors."""
    return json.loads((VECTORS / name).read_text(encoding="utf-8"))
