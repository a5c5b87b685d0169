"""govapp-verify: what it says about whole archives, and what it can do without."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from packages.pybelenios.tests.alterations import VECTORS, vector_archive, zero_then_random
from packages.pybelenios.tests.ballotbox import APPROVAL, MOTION, BallotBox, lay_out, rebuild, steps_of
from pybelenios.archive import chain
from pybelenios.archive.reader import read_archive
from pybelenios.cli.verify import main, verify_file
from pybelenios.election import Ranking
from pybelenios.jsontext import sha256_hex
from pybelenios.verifier import ballots
from pybelenios.verifier.checks import verify
from pybelenios.verifier.report import CheckState, Report

FOR, AGAINST = [1, 0, 0], [0, 1, 0]
ROLL = json.dumps({"entries": [{"number": n} for n in range(3)]}).encode()


def bound_box(**members: object) -> BallotBox:
    """Return a box whose election record binds the voters, changed by `members`."""
    return BallotBox(assembly={"roll": sha256_hex(ROLL)} | members)


def states(report: Report) -> dict[str, CheckState]:
    return {check.name: check.state for check in report.checks}


def reason_of(report: Report) -> str:
    return report.faults[0].reason


def test_the_checks_are_numbered_and_say_one_sentence_each() -> None:
    report = verify(vector_archive("single"))
    assert [check.number for check in report.checks] == list(range(1, 16))
    assert all(check.sentence.endswith(".") and "\n" not in check.sentence for check in report.checks)


def test_a_ballot_that_still_runs_is_valid_at_every_moment() -> None:
    box = BallotBox([MOTION, APPROVAL], trustees=3)
    moments = [box.archive()]
    box.cast(0, FOR, [1, 0, 0, 0, 0])
    moments.append(box.archive())
    box.cast(0, AGAINST, [0, 1, 0, 0, 0])
    moments.append(box.archive())
    box.end()
    moments.append(box.archive())
    box.add_up()
    moments.append(box.archive())
    for owner in (3, 1, 2):
        box.decrypt(owner)
        moments.append(box.archive())
    box.announce()
    moments.append(box.archive())
    reports = [verify(raw) for raw in moments]
    assert all(report.valid for report in reports)
    subjects = [report.subject.state if report.subject else "" for report in reports]
    assert subjects == ["open"] * 3 + ["closed"] * 5 + ["counted"]
    assert [states(report)["result"] for report in reports] == [CheckState.NOT_YET] * 8 + [CheckState.PASSED]


def test_after_a_failed_check_the_others_are_not_reached() -> None:
    report = verify(next((VECTORS / "invalid-archives").glob("closed-first-signature/*")).read_bytes())
    found = [check.state for check in report.checks]
    assert found == [CheckState.PASSED] * 9 + [CheckState.FAILED] + [CheckState.NOT_REACHED] * 5


def test_every_bad_ballot_is_named_not_only_the_first() -> None:
    box, other = BallotBox(), BallotBox()
    box.cast(0, FOR)
    for voter in range(3):
        box.put_unchecked(other.ballot(voter, [FOR]))
    report = verify(box.archive())
    assert [fault.event for fault in report.faults] == [2, 3, 4]
    assert {fault.reason for fault in report.faults} == {"other election"}
    assert "event 3" in "\n".join(report.lines())


def test_two_processes_find_what_one_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ballots, "CHUNK", 3)
    box, other = BallotBox(voters=8), BallotBox()
    for voter in range(8):
        box.cast(voter, FOR)
    bad = box.archive()
    box.put_unchecked(other.ballot(0, [FOR]))
    for raw in (bad, box.archive()):
        one, two = verify(raw, jobs=1), verify(raw, jobs=2)
        assert one == two


def test_voters_and_credentials_of_the_assembly_are_compared() -> None:
    assert verify(bound_box().archive()).valid
    assert reason_of(verify(bound_box(voters=4).archive())) == "number of voters"
    assert reason_of(verify(bound_box(credentials="0" * 64).archive())) == "list of credentials"
    assert reason_of(verify(bound_box(voters="3").archive())) == "assembly member"


@pytest.mark.parametrize("version", [0, 3, "1", True, None])
def test_a_member_of_an_unknown_version_is_refused_with_a_sentence(version: object) -> None:
    report = verify(bound_box(v=version).archive())
    assert reason_of(report) == "assembly version"
    sentence = f"The member assembly is of version {version}, which this program does not know."
    assert sentence in "\n".join(report.lines())


def test_members_that_say_their_version_or_are_older_are_read() -> None:
    for version in (1, 2):
        assert verify(bound_box(v=version).archive()).valid
    assert verify(bound_box().archive()).valid


def shown(*labels: str) -> dict[str, object]:
    """Return a question as the assembly member has it, in two languages."""
    answers = [{"label": {"en": label, "fr": f"{label}, en français"}} for label in labels]
    return {"title": {"en": MOTION.title}, "answers": answers}


def test_the_texts_that_voters_read_stand_where_they_are_counted() -> None:
    assert verify(bound_box(questions=[shown("For", "Against", "Abstain")]).archive()).valid
    others: list[object] = [
        [shown("Against", "For", "Abstain")],
        [shown("For", "Against")],
        [shown("For", "Against", "Abstain")] * 2,
        [{"title": {"en": MOTION.title}, "answers": [1, 2, 3]}],
        [5],
        [],
        {},
    ]
    for questions in others:
        assert reason_of(verify(bound_box(questions=questions).archive())) == "questions of the assembly"


def test_one_voter_added_to_a_whole_rebuilt_archive_is_found() -> None:
    box = bound_box()
    steps = steps_of(read_archive(box.archive()))
    election, trustees, credentials = steps[0].bodies
    stuffed = json.dumps([*json.loads(credentials), "6" * 63 + "8"], separators=(",", ":")).encode()
    report = verify(lay_out(chain.setup(election, trustees, stuffed).records))
    assert reason_of(report) == "number of voters"
    assert report.faults[0].event == 0


def test_a_roll_is_compared_by_digest_and_size() -> None:
    raw = bound_box().archive()
    assert verify(raw, roll=ROLL).valid
    assert reason_of(verify(raw, roll=ROLL + b" ")) == "roll"
    assert reason_of(verify(BallotBox().archive(), roll=ROLL)) == "roll"
    short = b'{"entries":[]}'
    assert reason_of(verify(bound_box(roll=hashlib.sha256(short).hexdigest()).archive(), roll=short)) == "roll"


def test_a_readable_ballot_is_valid_and_remarked_upon() -> None:
    box = BallotBox()
    box.cast(0, FOR, draw=zero_then_random())
    report = verify(box.archive())
    assert report.valid
    assert any("event 1" in remark for remark in report.remarks)


def test_secrets_used_by_two_ballots_are_remarked_upon() -> None:
    box = BallotBox()
    for voter in range(2):
        box.put(box.ballot(voter, [FOR], iter(range(5, 50)).__next__))
    report = verify(box.archive())
    assert report.valid
    assert report.remarks
    assert all("event 2" in remark for remark in report.remarks)


def test_a_trustee_cannot_decrypt_twice_nor_for_a_stranger() -> None:
    box = BallotBox(trustees=2)
    box.end()
    box.add_up()
    box.decrypt(1)
    twice = [*box.steps, chain.append_decryption(box.head, 1, box.decryption(1))]
    assert reason_of(verify(lay_out([r for step in twice for r in step.records]))) == "repeated decryption"
    stranger = [*box.steps, chain.append_decryption(box.head, 3, box.decryption(2))]
    report = verify(lay_out([r for step in stranger for r in step.records]))
    assert (reason_of(report), report.faults[0].event) == ("unknown trustee", 4)


def test_one_shuffle_is_not_enough_and_two_by_one_trustee_neither() -> None:
    steps = steps_of(read_archive(vector_archive("single-nh")))
    once = [step for place, step in enumerate(steps) if place != 8]
    assert reason_of(verify(lay_out(rebuild(once)))) == "too few shuffles"
    twice = [step if place != 8 else steps[7] for place, step in enumerate(steps)]
    assert reason_of(verify(lay_out(rebuild(twice)))) == "repeated shuffle"


def test_a_shuffle_where_nothing_is_ranked_is_refused() -> None:
    box = BallotBox()
    box.end()
    box.add_up()
    box.steps.append(chain.append_shuffle(box.head, 1, b'{"ciphertexts":[],"proofs":[]}'))
    assert reason_of(verify(box.archive())) == "shuffle shape"


@pytest.mark.parametrize("raw", [b"{}", b"", b'{"ciphertexts":[[]],"proofs":[[]]}', b'{"ciphertexts":[],"proofs":[]}'])
def test_a_shuffle_of_another_shape_is_refused(raw: bytes) -> None:
    box = BallotBox([Ranking("Rank", ("X", "Y"))])
    box.cast(0, [1, 2])
    box.end()
    box.add_up()
    box.steps.append(chain.append_shuffle(box.head, 1, raw))
    assert reason_of(verify(box.archive())) == "shuffle shape"


def test_a_weighted_ranking_is_refused_at_its_ballot() -> None:
    box = BallotBox([Ranking("Rank", ("X", "Y"))], weights=[2, 1, 1])
    box.cast(0, [1, 2])
    report = verify(box.archive())
    assert (reason_of(report), report.faults[0].event) == ("weighted ranking", 1)


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"group": "RFC-3526-2048"},
        {"uuid": "short"},
        {"name": 5},
        {"questions": []},
        {"questions": "none"},
        {"questions": [{"type": "Lists"}]},
        {"questions": [{"answers": ["a"], "min": 2, "max": 1, "question": "q"}]},
        {"questions": [{"answers": ["a"], "min": -1, "max": 1, "question": "q"}]},
        {"questions": [{"answers": ["a"], "blank": 1, "min": 0, "max": 1, "question": "q"}]},
        {"questions": [{"type": "NonHomomorphic", "value": {"answers": ["a"] * 31, "question": "q"}}]},
        {"public_key": "0" * 63 + "2"},
        {"assembly": []},
    ],
)
def test_an_election_record_that_cannot_be_meant_is_refused(change: dict[str, object]) -> None:
    box = BallotBox()
    record = json.dumps(json.loads(box.election.raw) | change).encode()
    steps = chain.setup(record, *(entry.body for entry in box.steps[0].records[1:3]))
    report = verify(lay_out(steps.records))
    assert states(report)["election"] is CheckState.FAILED
    assert report.subject is None
    assert report.faults[0].event == 0


# -- the command -------------------------------------------------------------------------------------------------------


def test_a_valid_archive_exits_with_0_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(VECTORS / "single" / "closed.bel"), "--jobs", "1"]) == 0
    printed = capsys.readouterr().out
    assert "\nVALID\n" in printed
    assert "14. passed" in printed


def test_an_invalid_archive_exits_with_1_and_names_the_event(capsys: pytest.CaptureFixture[str]) -> None:
    path = next((VECTORS / "invalid-archives").glob("open-last-signature/*"))
    assert main([str(path), "--jobs", "1"]) == 1
    printed = capsys.readouterr().out
    assert "event 5" in printed
    assert printed.endswith("INVALID\n")


def test_an_unreadable_file_exits_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty, other = tmp_path / "empty.bel", tmp_path / "other.bel"
    empty.touch()
    other.write_bytes(b"x" * 5000)
    assert [main([str(path)]) for path in (empty, other, tmp_path / "missing.bel")] == [2, 2, 2]
    assert capsys.readouterr().err.count("govapp-verify:") == 3


def test_the_report_is_json_on_request(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(VECTORS / "single" / "closed.bel"), "--jobs", "1", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["valid"] is True
    assert report["result"] == [[0, 2, 1], [1, 0, 0, 0, 1]]
    assert report["subject"]["state"] == "counted"


def test_a_roll_is_read_from_its_file(tmp_path: Path) -> None:
    archive, roll = tmp_path / "box.bel", tmp_path / "roll.json"
    archive.write_bytes(bound_box().archive())
    roll.write_bytes(ROLL)
    assert verify_file(archive, roll=roll).valid


def test_many_faults_are_counted_not_all_listed() -> None:
    box, other = BallotBox(), BallotBox()
    for _ in range(25):
        box.put_unchecked(other.ballot(0, [FOR]))
    assert "    and 5 more" in list(verify(box.archive()).lines())


def test_the_verifier_runs_where_flask_and_sqlalchemy_do_not_exist() -> None:
    program = (
        "import sys\n"
        "for name in ('flask', 'werkzeug', 'sqlalchemy', 'wtforms', 'jinja2', 'alembic'): sys.modules[name] = None\n"
        "from pybelenios.cli.verify import main\n"
        "raise SystemExit(main(sys.argv[1:]))\n"
    )
    command = [sys.executable, "-c", program, str(VECTORS / "single" / "closed.bel")]
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr
    assert "\nVALID\n" in finished.stdout
