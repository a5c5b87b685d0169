"""govapp-trustee: what a key holder does offline, and what stops one."""

import json
import shutil
import stat
from collections.abc import Sequence
from pathlib import Path

import pytest

from packages.pybelenios.tests.alterations import VECTORS, vector_archive
from packages.pybelenios.tests.ballotbox import BallotBox, Step, lay_out, rebuild, steps_of, tally_of
from pybelenios.archive.chain import EventType
from pybelenios.archive.reader import read_archive
from pybelenios.cli.trustee import main
from pybelenios.decryption import check_partial_decryption
from pybelenios.election import read_election
from pybelenios.group import point_text, power_g
from pybelenios.jsontext import compact, in_groups
from pybelenios.tally import write_tally
from pybelenios.trusteekey import key_mark
from pybelenios.trustees import TrusteePair, make_trustee_key, read_private_key, read_public_key

STAGE_1 = VECTORS.parent / "stage-1"
FOR, AGAINST = [1, 0, 0], [0, 1, 0]


class KeyHolder:
    """Somebody with a folder, who types commands and reads what is answered."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys
        self.errors = ""

    def types(self, *arguments: str, status: int = 0) -> str:
        self._capsys.readouterr()
        assert main(arguments) == status
        printed = self._capsys.readouterr()
        self.errors = printed.err
        return printed.out

    def file(self, name: str, content: bytes | str) -> str:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    def decrypts(self, archive: str, key: str, *more: str, status: int = 0) -> str:
        return self.types("decrypt", archive, "--key", key, "--jobs", "1", *more, status=status)


@pytest.fixture
def holder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> KeyHolder:
    return KeyHolder(tmp_path, capsys)


def closed_box(ballots: Sequence[Sequence[int]] = (FOR, AGAINST, FOR), **options: object) -> BallotBox:
    """Return a box that is closed and added up, of a paper that wants two ballots at least."""
    box = BallotBox(voters=len(ballots), assembly={"minimum_ballots": 2, **options})
    for voter, choice in enumerate(ballots):
        box.cast(voter, choice)
    box.end()
    box.add_up()
    return box


# -- making and knowing a key ------------------------------------------------------------------------------------------


def test_a_key_is_made_in_a_file_that_only_its_owner_can_read(holder: KeyHolder) -> None:
    file = holder.folder / "key.json"
    public = read_public_key(holder.types("keygen", "--out", str(file)).encode())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert TrusteePair(read_private_key(file.read_bytes()), public).private_file() == file.read_text()
    assert f"ends in {key_mark(public.public_key)}" in holder.errors


def test_keys_that_are_made_in_one_folder_have_names_of_their_own_which_end_as_the_keys_do(
    holder: KeyHolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(holder.folder)
    publics = [read_public_key(holder.types("keygen").encode()).public_key for _ in range(2)]
    for public in publics:
        file = holder.folder / f"govapp-key-{point_text(public)[-8:]}.json"
        assert power_g(read_private_key(file.read_bytes())) == public


def test_a_key_is_never_overwritten(holder: KeyHolder) -> None:
    file = holder.file("key.json", "my only key")
    assert holder.types("keygen", "--out", file, status=1) == ""
    assert holder.errors == f"govapp-trustee: {file} is there already, and a key is never overwritten.\n"
    assert Path(file).read_text() == "my only key"


def test_a_key_is_not_made_where_nothing_can_be_written(holder: KeyHolder) -> None:
    holder.types("keygen", "--out", str(holder.folder / "nowhere" / "key.json"), status=2)
    assert "No such file or directory" in holder.errors


def test_both_parts_of_a_key_show_the_same_mark(holder: KeyHolder) -> None:
    pair = make_trustee_key()
    private = holder.file("private.json", pair.private_file())
    public = holder.file("public.json", compact(pair.public.to_json()) + b"\n")
    text = point_text(power_g(pair.private))
    assert holder.types("mark", private) == holder.types("mark", public)
    assert holder.types("mark", private) == f"{in_groups(text[-20:])}  (the end of {text})\n"


def test_a_public_part_that_nobody_owns_has_no_mark(holder: KeyHolder) -> None:
    record = make_trustee_key().public.to_json() | {"pok": make_trustee_key().public.pok.to_json()}
    holder.types("mark", holder.file("public.json", compact(record)), status=1)
    assert "without a valid proof" in holder.errors


# -- checking ----------------------------------------------------------------------------------------------------------


def test_a_check_says_which_keys_the_vote_has_and_which_is_yours(holder: KeyHolder) -> None:
    folder = STAGE_1 / "three-keys"
    shown = holder.types("check", str(folder / "counted.bel"), "--key", str(folder / "trustee-2.private"))
    lines = shown.splitlines()
    assert "VALID" in lines
    assert [line.endswith("(yours)") for line in lines[-3:]] == [False, True, False]
    assert all(line.startswith("key ") and "has decrypted" in line for line in lines[-3:])


def test_a_check_needs_no_key(holder: KeyHolder) -> None:
    shown = holder.types("check", holder.file("box.bel", closed_box().archive()), "--jobs", "1")
    assert shown.splitlines()[-1].endswith("has not decrypted")


def test_a_check_with_a_key_of_another_vote_is_refused(holder: KeyHolder) -> None:
    archive, key = holder.file("box.bel", closed_box().archive()), holder.file("key", make_trustee_key().private_file())
    assert "VALID" in holder.types("check", archive, "--key", key, "--jobs", "1", status=1)
    assert "is not of this vote, whose keys end in" in holder.errors


# -- decrypting --------------------------------------------------------------------------------------------------------


def test_a_partial_decryption_is_the_one_that_the_vote_needs(holder: KeyHolder) -> None:
    box = closed_box()
    archive, key = holder.file("box.bel", box.archive()), holder.file("key", box.pairs[0].private_file())
    printed = holder.decrypts(archive, key)
    out = holder.folder / "decryption.json"
    holder.decrypts(archive, key, "--out", str(out))
    assert "key 1 of 1" in holder.errors
    for raw in (printed.strip().encode(), out.read_bytes().strip()):
        factors = check_partial_decryption(box.election, box.encrypted, power_g(box.pairs[0].private), raw)
        assert len(factors) == 1


LATER = {EventType.PARTIAL_DECRYPTION, EventType.RESULT}


@pytest.mark.parametrize("key", ["single/trustee1.private", "single-nh/trustee2.private"])
def test_the_archives_of_belenios_tool_are_decrypted_with_its_keys(holder: KeyHolder, key: str) -> None:
    steps = steps_of(read_archive(vector_archive(key.partition("/")[0])))
    archive = holder.file("box.bel", lay_out(rebuild([step for step in steps if step.kind not in LATER])))
    copied = str(shutil.copy(VECTORS / key, holder.folder))
    assert "decryption_factors" in holder.decrypts(archive, copied, "--minimum-ballots", "1")


def test_rankings_are_not_decrypted_before_they_are_shuffled_to_the_end(holder: KeyHolder) -> None:
    steps = steps_of(read_archive(vector_archive("single-nh")))
    early = [step for step in steps if step.kind not in {*LATER, EventType.END_SHUFFLES}]
    archive = holder.file("box.bel", lay_out(rebuild(early)))
    key = str(shutil.copy(VECTORS / "single-nh" / "trustee1.private", holder.folder / "key"))
    holder.decrypts(archive, key, "--minimum-ballots", "1", status=1)
    assert "not shuffled to the end" in holder.errors


def test_nothing_is_decrypted_before_the_box_is_closed(holder: KeyHolder) -> None:
    box = BallotBox()
    box.cast(0, FOR)
    archive, key = holder.file("box.bel", box.archive()), holder.file("key", box.pairs[0].private_file())
    assert holder.decrypts(archive, key, status=1) == ""
    assert "not closed yet" in holder.errors


@pytest.mark.parametrize(
    ("named", "asked", "status"),
    [
        (2, None, 0),
        (3, None, 1),
        (2, "3", 1),
        (3, "1", 1),
        (None, None, 1),
        (None, "2", 0),
        ("2", "1", 1),
        (True, "1", 1),
    ],
)
def test_a_handful_of_ballots_is_not_decrypted(
    holder: KeyHolder, named: object, asked: str | None, status: int
) -> None:
    """The number on the ballot paper can be raised and not lowered; without one it is five, or what is asked for."""
    box = closed_box([FOR, AGAINST], minimum_ballots=named)
    archive, key = holder.file("box.bel", box.archive()), holder.file("key", box.pairs[0].private_file())
    holder.decrypts(archive, key, *(["--minimum-ballots", asked] if asked else []), status=status)
    assert ("ballots" in holder.errors) is (status == 1)


def test_a_key_opens_one_total_and_no_other(holder: KeyHolder) -> None:
    box = BallotBox(voters=3, assembly={"minimum_ballots": 2})
    box.cast(0, FOR)
    box.cast(1, AGAINST)
    part = write_tally(tally_of(box.election, list(box.counted.values())))
    total = Step(EventType.ENCRYPTED_TALLY, (part,), ballots=2, weight=2)
    steps = [*steps_of(read_archive(box.archive())), Step(EventType.END_BALLOTS, ()), total]
    some = holder.file("some.bel", lay_out(rebuild(steps)))
    box.cast(2, FOR)
    box.end()
    box.add_up()
    whole, key = holder.file("box.bel", box.archive()), holder.file("key", box.pairs[0].private_file())
    assert holder.decrypts(whole, key)
    assert holder.decrypts(whole, key), "a partial decryption can get lost"
    assert holder.decrypts(some, key, status=1) == "", "valid, but a part of the box"
    assert "This key has opened another total of this vote before" in holder.errors


def test_a_note_of_an_earlier_version_stands_for_every_vote(holder: KeyHolder) -> None:
    box = closed_box()
    archive, key = holder.file("box.bel", box.archive()), holder.file("key", box.pairs[0].private_file())
    assert holder.decrypts(archive, key)
    note = holder.folder / "key.opened"
    note.write_text(note.read_text(encoding="ascii").split()[-1], encoding="ascii")
    assert holder.decrypts(archive, key)
    note.write_text(f"{'0' * 64}\n", encoding="ascii")
    assert holder.decrypts(archive, key, status=1) == ""


def test_a_key_beside_which_nothing_can_be_noted_is_used_and_its_holder_told(holder: KeyHolder) -> None:
    box = closed_box()
    longest = "k" * 250  # no room in a file name for what is added to it
    archive, key = holder.file("box.bel", box.archive()), holder.file(longest, box.pairs[0].private_file())
    assert "decryption_factors" in holder.decrypts(archive, key)
    assert "Nothing could be noted beside the key" in holder.errors


def test_nothing_is_decrypted_of_an_archive_that_was_altered(holder: KeyHolder) -> None:
    box = closed_box()
    altered = box.archive().replace(b'"num_tallied":3', b'"num_tallied":2')
    key = holder.file("key", box.pairs[0].private_file())
    assert holder.decrypts(holder.file("box.bel", altered), key, status=1) == ""
    assert "INVALID" in holder.errors
    assert "do not decrypt, tell the other key holders" in holder.errors


# -- the wrong file ----------------------------------------------------------------------------------------------------


def wrong_files() -> dict[str, tuple[bytes, str]]:
    """Return what somebody can take by mistake, and what must be said about it."""
    folder = STAGE_1 / "one-key"
    pair = make_trustee_key()
    counted = (folder / "counted.bel").read_bytes()
    archive = read_archive(counted)
    name = f"{read_election(archive.election).name} ({read_election(archive.election).uuid})"
    decryption = archive.owned(EventType.PARTIAL_DECRYPTION)[0].body
    return {
        "empty": (b" \n", "empty"),
        "archive": (counted, f"the archive of the vote {name}"),
        "damaged archive": (counted[:-3], "a damaged archive of a vote"),
        "archive without events": (counted[:1024], "a damaged archive of a vote"),
        "private key": (pair.private_file().encode(), f"ends in {key_mark(pair.public.public_key)}"),
        "public key": (compact(pair.public.to_json()), "the public part of a key holder's key"),
        "receipt": ((folder / "receipt-2.json").read_bytes(), "a voter's receipt of the vote"),
        "ballot paper": (archive.election, f"the ballot paper of the vote {name}"),
        "decryption": (decryption, "a partial decryption, which was made already"),
        "roll": ((folder / "roll.json").read_bytes(), "a voting list"),
        "threshold key": ((VECTORS / "pedersen" / "trustee3.dkey").read_bytes(), "a member of a threshold group"),
        "ballot": (archive.events[1].data[0].body, "a single ballot of the vote"),
        "picture": (b"\x89PNG\r\n\x1a\n\xff\xfe", "nothing that belongs to a vote"),
        "number": (b"12", "nothing that belongs to a vote"),
        "text": (b"hello", "nothing that belongs to a vote"),
    }


@pytest.mark.parametrize("name", wrong_files())
def test_a_wrong_file_is_called_by_its_name(holder: KeyHolder, name: str) -> None:
    raw, said = wrong_files()[name]
    box = closed_box()
    file = holder.file("wrong", raw)
    archive, key = holder.file("box.bel", box.archive()), holder.file("key", box.pairs[0].private_file())
    if name != "private key":
        holder.decrypts(archive, file, status=2)
        assert said in holder.errors
        assert "not a private key" in holder.errors
    if "archive" not in name:
        holder.decrypts(file, key, status=2)
        assert said in holder.errors
        assert "not the archive of a vote" in holder.errors
    if name not in {"private key", "public key"}:
        holder.types("mark", file, status=2)
        assert "not a key" in holder.errors


def test_a_file_that_is_not_there_is_named(holder: KeyHolder) -> None:
    key = holder.file("key", make_trustee_key().private_file())
    holder.decrypts(str(holder.folder / "missing.bel"), key, status=2)
    assert "missing.bel" in holder.errors


def test_a_name_in_an_archive_cannot_write_over_the_answer(holder: KeyHolder) -> None:
    record = json.loads(closed_box().election.raw) | {"name": "\x1b[2J all is well"}
    holder.types("mark", holder.file("wrong", compact(record)), status=2)
    assert "?[2J all is well" in holder.errors
