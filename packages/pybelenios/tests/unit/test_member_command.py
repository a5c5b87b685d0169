"""govapp-trustee: members of a group make a key and decrypt without a browser."""

import io
import json
import shlex
import stat
from pathlib import Path
from secrets import randbelow

import pytest

from packages.pybelenios.tests.keyceremony import KeyCeremony, ThresholdBox
from pybelenios.ceremony import read_certificate_message, read_contribution, read_member_key, read_promise
from pybelenios.cli import keyfile
from pybelenios.cli.trustee import main
from pybelenios.decryption import check_partial_decryption
from pybelenios.drill import check_drill_answer, open_drill
from pybelenios.jsontext import compact
from pybelenios.keyfile import read_key_file, write_key_file
from pybelenios.member import derive_secrets, draw_seed, make_certificate
from pybelenios.pedersen import GroupSize
from pybelenios.receipts.tracker_words import LANGUAGES
from pybelenios.seedwords import seed_words
from pybelenios.trustees import owner_keys

GROUP = GroupSize(2, 3)


class Members:
    """Three people with a folder, who type commands and hand lines on."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys
        self.errors = ""
        self.ceremony: KeyCeremony

    def types(self, *arguments: str, status: int = 0) -> str:
        self._capsys.readouterr()
        assert main(arguments) == status
        printed = self._capsys.readouterr()
        self.errors = printed.err
        return printed.out.strip()

    def key(self, number: int) -> str:
        return str(self.folder / f"key-{number}.json")

    def file(self, name: str, lines: list[str]) -> str:
        path = self.folder / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return str(path)

    def join(self, number: int, status: int = 0) -> str:
        names = ("--cooperative", "Ambora", "--assembly", "2027", "--holder", f"Holder {number}", "--group", "g")
        place = ("--member", str(number), "--size", "3", "--needed", "2")
        return self.types("join", *place, *names, "--out", self.key(number), status=status)

    def hold_ceremony(self) -> KeyCeremony:
        first = [json.loads(self.join(number)) for number in (1, 2, 3)]
        self.certificates = self.file("certificates", [compact(each["certificate"]).decode() for each in first])
        promised = [self.types("promise", "--key", self.key(number), self.certificates) for number in (1, 2, 3)]
        self.promises = self.file("promises", promised)
        second = [self.contribute(number) for number in (1, 2, 3)]
        self.contributions = self.file("contributions", second)
        third = [self.finish(number) for number in (1, 2, 3)]
        return KeyCeremony(
            GROUP,
            [read_key_file(Path(self.key(number)).read_bytes()).seed for number in (1, 2, 3)],
            [read_certificate_message(compact(each["certificate"])) for each in first],
            [read_promise(line.encode()) for line in promised],
            [read_contribution(line.encode()) for line in second],
            [read_member_key(line.encode()) for line in third],
        )

    def contribute(self, number: int, *options: str, status: int = 0) -> str:
        files = (self.certificates, self.promises)
        return self.types("contribute", "--key", self.key(number), *options, *files, status=status)

    def finish(self, number: int, status: int = 0) -> str:
        files = (self.certificates, self.promises, self.contributions)
        return self.types("finish", "--key", self.key(number), *files, status=status)


@pytest.fixture
def members(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Members:
    return Members(tmp_path, capsys)


def box_of(members: Members, name: str) -> str:
    """Write the archive of a closed vote of which the members hold the key; return its file."""
    box = ThresholdBox(members.ceremony)
    for voter in (0, 1, 2):
        box.cast(voter, [1, 0, 0])
    box.end()
    box.add_up()
    file = members.folder / name
    file.write_bytes(box.archive())
    return str(file)


def test_three_members_make_a_key_and_one_of_them_decrypts_with_the_command(members: Members) -> None:
    box = ThresholdBox(members.hold_ceremony())
    for voter in (0, 1, 2):
        box.cast(voter, [1, 0, 0])
    box.end()
    box.add_up()
    archive = members.folder / "vote.bel"
    archive.write_bytes(box.archive())
    minimum = ("--minimum-ballots", "1", "--jobs", "1")
    decryption = members.types("decrypt", str(archive), "--key", members.key(3), *minimum)
    assert check_partial_decryption(box.election, box.encrypted, owner_keys(box.members)[2], decryption.encode())
    assert "key 3 of 3" in members.errors


def test_a_share_that_was_lost_is_made_again_from_the_same_files(members: Members) -> None:
    made = members.hold_ceremony().keys[1].public_key.public_key
    share = members.folder / "key-2.json.share"
    share.unlink()
    again = members.finish(2)
    assert read_member_key(again.encode()).public_key.public_key == made
    assert share.exists()


def test_a_key_file_and_its_share_are_for_their_owner_only_and_say_whose_they_are(members: Members) -> None:
    members.hold_ceremony()
    for name in ("key-2.json", "key-2.json.share"):
        assert stat.S_IMODE((members.folder / name).stat().st_mode) == 0o600
    assert members.types("mark", members.key(2), status=2) == ""
    assert "member 2, Holder 2 (2027)" in members.errors


def test_a_key_file_is_never_overwritten(members: Members) -> None:
    members.join(1)
    assert members.join(1, status=1) == ""
    assert members.join(9, status=1) == ""


def test_a_contribution_that_was_not_promised_is_refused_by_the_number_of_the_member(members: Members) -> None:
    members.hold_ceremony()
    lines = Path(members.promises).read_text(encoding="utf-8").splitlines()
    members.promises = members.file("other-promises", [lines[0], lines[0], lines[2]])
    (members.folder / "key-1.json.share").unlink()
    (members.folder / "key-1.json.contributed").unlink()
    assert members.finish(1, status=1) == ""
    assert "Member 2" in members.errors


def test_promises_that_change_after_the_contribution_are_noticed(members: Members) -> None:
    """Whoever carries the messages could let somebody promise anew who has seen a contribution."""
    members.hold_ceremony()
    lines = Path(members.promises).read_text(encoding="utf-8").splitlines()
    members.promises = members.file("promises", [lines[0], lines[0], lines[2]])
    (members.folder / "key-1.json.share").unlink()
    assert members.finish(1, status=1) == ""
    assert "other promises of the members" in members.errors
    assert members.contribute(1, status=1) == ""


def test_a_missing_contribution_is_noticed(members: Members) -> None:
    members.hold_ceremony()
    lines = Path(members.contributions).read_text(encoding="utf-8").splitlines()
    members.contributions = members.file("fewer", lines[:2])
    assert members.finish(1, status=1) == ""
    assert "3 contributions" in members.errors


def test_wrong_files_are_named_for_what_they_are(members: Members) -> None:
    members.hold_ceremony()
    for wrong in (
        ("promise", "--key", members.certificates, members.certificates),
        ("promise", "--key", members.key(1), members.contributions),
        ("contribute", "--key", members.key(1), members.certificates, members.contributions),
    ):
        assert members.types(*wrong, status=2) == ""
        assert "is " in members.errors


def test_a_member_decrypts_only_with_the_share_of_its_own_key(members: Members) -> None:
    members.hold_ceremony()
    archive = str(members.file("archive", ["none"]))
    share = members.folder / "key-1.json.share"
    for content in ((members.folder / "key-2.json.share").read_text(encoding="ascii"), None):
        share.unlink()
        if content:
            share.write_text(content, encoding="ascii")
        members.types("decrypt", archive, "--key", members.key(1), status=1)
        assert "no share" in members.errors
        share.touch()


def test_a_sealed_key_file_asks_for_its_passphrase(members: Members, monkeypatch: pytest.MonkeyPatch) -> None:
    members.hold_ceremony()
    path = Path(members.key(1))
    path.write_text(write_key_file(read_key_file(path.read_bytes()), "four words of mine"), encoding="utf-8")
    monkeypatch.setattr(keyfile, "getpass", lambda _: "four words of mine")
    assert members.contribute(1)
    monkeypatch.setattr(keyfile, "getpass", lambda _: "another one")
    assert members.contribute(1, status=1) == ""
    assert "passphrase" in members.errors.lower()


def test_one_key_opens_a_total_of_each_vote_and_no_second_one_of_any(members: Members) -> None:
    members.ceremony = members.hold_ceremony()
    options = ("--key", members.key(1), "--minimum-ballots", "1", "--jobs", "1")
    for name in ("first.bel", "second.bel", "first.bel"):
        archive = members.folder / name
        assert members.types("decrypt", str(archive) if archive.exists() else box_of(members, name), *options)
    note = members.folder / "key-1.json.opened"
    lines = note.read_text(encoding="ascii").splitlines()
    assert len(lines) == 2
    note.write_text("\n".join(f"{line.split()[0]} {'0' * 64}" for line in lines), encoding="ascii")
    assert members.types("decrypt", str(members.folder / "second.bel"), *options, status=1) == ""
    assert "another total of this vote" in members.errors


def test_a_key_goes_on_with_one_list_of_certificates_only(members: Members) -> None:
    members.hold_ceremony()
    assert members.contribute(1)
    invented = [make_certificate(derive_secrets(draw_seed(randbelow)), GROUP, number) for number in (2, 3)]
    lines = Path(members.certificates).read_text(encoding="utf-8").splitlines()
    shown = members.file("invented", [lines[0], *(compact(each.to_json()).decode() for each in invented)])
    assert members.types("promise", "--key", members.key(1), shown, status=1) == ""
    assert "other certificates" in members.errors
    assert members.types("promise", "--key", members.key(1), "--attempt", "1", shown)
    note = members.folder / "key-1.json.contributed"
    assert len(note.read_text(encoding="ascii").splitlines()) == 3, "certificates, promises, certificates"
    note.unlink()
    note.mkdir()
    assert members.contribute(1)
    assert "Nothing could be noted" in members.errors


# --- a wrong file is named by whose it is


def test_the_key_of_another_member_is_named(members: Members) -> None:
    members.hold_ceremony()
    Path(members.key(1)).write_bytes(Path(members.key(2)).read_bytes().replace(b'"member":2', b'"member":1'))
    files = (members.certificates, members.promises, members.contributions)
    for command, count in (("promise", 1), ("contribute", 2), ("finish", 3)):
        members.types(command, "--key", members.key(1), *files[:count], status=1)
        assert "the key with which member 2 began" in members.errors
        assert "Holder 2 (2027, Ambora)" in members.errors


def test_a_key_of_an_earlier_ceremony_is_named(members: Members) -> None:
    members.hold_ceremony()
    Path(members.key(1)).unlink()
    members.join(1)
    members.types("promise", "--key", members.key(1), members.certificates, status=1)
    assert "no key of this group" in members.errors
    assert "member 1, Holder 1 (2027, Ambora), made on " in members.errors


def test_a_key_of_another_vote_is_named_when_it_should_decrypt(members: Members) -> None:
    members.ceremony = members.hold_ceremony()
    archive = box_of(members, "vote.bel")
    (members.folder / "later").mkdir()
    other = Members(members.folder / "later", members._capsys)
    other.hold_ceremony()
    other.types("decrypt", archive, "--key", other.key(2), "--jobs", "1", status=1)
    assert "the key file of member 2, Holder 2 (2027)" in other.errors
    assert "not of this vote" in other.errors


# --- the test of the keys


def test_two_members_answer_a_test_of_the_keys_with_the_command(members: Members) -> None:
    group = members.hold_ceremony().form()
    factors = {}
    for number in (1, 3):
        answer = members.types("drill", "--key", members.key(number), "g", "round1")
        factors[number] = check_drill_answer(group.keys[number - 1].public_key, "g", "round1", answer.encode())
    assert open_drill((group,), "g", "round1", factors)


def test_a_test_is_answered_from_a_copy_of_the_key_with_the_share_of_elsewhere(members: Members) -> None:
    members.hold_ceremony()
    copy = members.file("stick", [Path(members.key(2)).read_text(encoding="utf-8")])
    assert members.types("drill", "--key", copy, "g", "n", status=1) == ""
    assert "no share" in members.errors
    share = ("--share", f"{members.key(2)}.share")
    assert "factor" in members.types("drill", "--key", copy, *share, "g", "n")


def test_a_test_of_another_group_is_refused_by_whose_key_this_is(members: Members) -> None:
    members.hold_ceremony()
    assert members.types("drill", "--key", members.key(2), "last-year", "n", status=1) == ""
    assert "the key of member 2, Holder 2 (2027, Ambora)" in members.errors
    assert "last-year" in members.errors
    assert members.types("drill", "--key", members.key(2), "g", "a|b", status=1) == ""


# --- on paper and back


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_key_is_restored_from_what_was_printed(
    members: Members, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    members.hold_ceremony()
    before = Path(members.key(2)).read_bytes()
    sheet = members.types("print", "--key", members.key(2), "--language", language)
    words = seed_words(read_key_file(before).seed, language)
    assert all(word in sheet for word in words)
    Path(members.key(2)).unlink()
    program, *command = shlex.split(sheet.splitlines()[-1])
    assert program == "govapp-trustee"
    typed = "\n".join(f"{place}. {word.upper()}" for place, word in enumerate(words, start=1))
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    members.types(*command, "--out", members.key(2), "--certificates", members.certificates)
    assert Path(members.key(2)).read_bytes() == before
    assert members.types("drill", "--key", members.key(2), "g", "n")


def test_the_paper_of_another_member_is_named(members: Members, monkeypatch: pytest.MonkeyPatch) -> None:
    members.hold_ceremony()
    monkeypatch.setattr("sys.stdin", io.StringIO(read_key_file(Path(members.key(3)).read_bytes()).seed))
    place = ("--member", "2", "--size", "3", "--needed", "2", "--out", str(members.folder / "again.json"))
    members.types("restore", *place, "--certificates", members.certificates, status=1)
    assert "the key with which member 3 began" in members.errors
    assert not (members.folder / "again.json").exists()


@pytest.mark.parametrize(
    ("typed", "said"), [("appel boot", "14 words"), ("0" * 22, "22 characters"), ("appel " * 14, "together")]
)
def test_what_is_mistyped_is_said_and_nothing_is_written(
    members: Members, monkeypatch: pytest.MonkeyPatch, typed: str, said: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    place = ("--member", "2", "--size", "3", "--needed", "2", "--out", members.key(2))
    members.types("restore", *place, status=1)
    assert said in members.errors
    assert not Path(members.key(2)).exists()


def test_a_key_restored_without_certificates_says_that_it_was_not_compared(
    members: Members, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("jVqXY-ELhxzB-PQddo-cYSk4X"))
    members.types("restore", "--member", "1", "--size", "1", "--needed", "1", "--out", members.key(1))
    assert "--certificates" in members.errors
    bare = members.types("print", "--key", members.key(1))
    assert "Holder" not in bare
    members.types("drill", "--key", members.key(1), "other", "n", status=1)
    assert "the key of member 1, made on" in members.errors
