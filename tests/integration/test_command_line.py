"""The command line says what is wrong in one sentence, exits 2, and shows nobody how it is built."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from govapp.settings import SettingError, Settings, read_env_file
from tests.factories.ballots import KEY

ROOT = Path(__file__).parents[2]
SQLITE = "sqlite:///{folder}/govapp.db"


def run(folder: Path, *arguments: str, **environment: str) -> tuple[int, str, str]:
    """Run `govapp` as a shell does that knows no setting but those given; return status, output and errors."""
    known = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "LC_ALL", "PYTHONPATH") if name in os.environ}
    settings = {f"GOVAPP_{name.upper()}": value.format(folder=folder) for name, value in environment.items()}
    done = subprocess.run(
        [sys.executable, "-m", "govapp", *arguments],
        cwd=folder,
        env={**known, **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def require_sentence(answer: tuple[int, str, str], word: str) -> None:
    status, _, errors = answer
    assert (status, "Traceback" in errors, word in errors) == (2, False, True), errors
    assert len(errors.splitlines()) == 1, errors


def env_file(folder: Path, *lines: str, mode: int = 0o640) -> str:
    file = folder / "govapp.env"
    file.write_text("\n".join(lines), encoding="utf-8")
    file.chmod(mode)
    return str(file)


def test_a_shell_without_settings_makes_no_database_anywhere(tmp_path: Path) -> None:
    for command in (
        ("db", "upgrade"),
        ("db", "check"),
        ("shares", "check"),
        ("assembly", "list"),
        ("worker", "--once"),
    ):
        require_sentence(run(tmp_path, *command), "--env-file")
    assert list(tmp_path.iterdir()) == []


def test_the_file_of_the_services_names_the_place_of_the_database(tmp_path: Path) -> None:
    file = env_file(
        tmp_path,
        "# as systemd reads it",
        "",
        f'GOVAPP_DATABASE_URL="sqlite:///{tmp_path}/kept/govapp.db"',
        f"GOVAPP_SECRET_KEY='{KEY.decode()}'",
    )
    assert run(tmp_path, "--env-file", file, "db", "upgrade")[0] == 0
    assert (tmp_path / "kept/govapp.db").exists()
    assert run(tmp_path, "--env-file", file, "shares", "check")[0] == 0
    assert run(tmp_path, "--env-file", file, "anchor", "anchor.json")[0] == 0


def test_what_is_missing_is_named_in_one_sentence(tmp_path: Path) -> None:
    key = KEY.decode()
    require_sentence(run(tmp_path, "shares", "check", database_url=SQLITE, secret_key=key), "govapp db upgrade")
    assert not (tmp_path / "govapp.db").exists()
    require_sentence(run(tmp_path, "db", "check", database_url=SQLITE), "govapp db upgrade")
    (tmp_path / "govapp.db").touch()
    require_sentence(run(tmp_path, "shares", "check", database_url=SQLITE, secret_key=key), "govapp db upgrade")
    require_sentence(
        run(tmp_path, "shares", "check", database_url="postgresql+psycopg://127.0.0.1:1/x", secret_key=key),
        "DATABASE_URL",
    )
    assert run(tmp_path, "db", "upgrade", database_url=SQLITE)[0] == 0
    require_sentence(run(tmp_path, "anchor", "a.json", database_url=SQLITE), "GOVAPP_SECRET_KEY")
    lost = run(tmp_path, "anchor", "a.json", database_url=SQLITE, secret_key_file="{folder}/nowhere")
    require_sentence(lost, "GOVAPP_SECRET_KEY_FILE")
    require_sentence(run(tmp_path, "anchor", "no/a.json", database_url=SQLITE, secret_key=key), "no/a.json")
    require_sentence(run(tmp_path, "db", "check", database_url=SQLITE, smtp_port="many"), "GOVAPP_SMTP_PORT")


@pytest.mark.parametrize("line", ["GOVAPP_DEMO", "export GOVAPP_DEMO=1", "=1"])
def test_a_line_that_is_no_setting_is_named_with_its_number(tmp_path: Path, line: str) -> None:
    file = env_file(tmp_path, "GOVAPP_DEMO=1", "; a remark", line)
    require_sentence(run(tmp_path, "--env-file", file, "db", "check"), "line 3")


def test_a_file_with_secrets_that_everybody_reads_is_refused(tmp_path: Path) -> None:
    file = env_file(tmp_path, "GOVAPP_DATABASE_URL=sqlite:///x.db", mode=0o644)
    require_sentence(run(tmp_path, "--env-file", file, "db", "check"), "chmod 640")
    require_sentence(run(tmp_path, "--env-file", f"{file}.old", "db", "check"), "No such file")


def test_values_are_taken_as_systemd_takes_them(tmp_path: Path) -> None:
    lines = (' A = "de \\"Zon\\" \\\\ \\n" ', "B='$x \\\" '", "C=a=b # c", "D=", 'E="')
    file = env_file(tmp_path, *lines)
    assert read_env_file(Path(file)) == {"A": 'de "Zon" \\ \\n', "B": '$x \\" ', "C": "a=b # c", "D": "", "E": '"'}
    Path(file).write_bytes(b"\xff\xfe")
    with pytest.raises(SettingError, match="is not a text"):
        read_env_file(Path(file))


def test_a_key_that_somebody_has_typed_opens_no_site_for_others() -> None:
    own = {
        "base_url": "https://vote.zon.example",
        "cooperative": "Zon",
        "contact": "a@zon.example",
        "mail_from": "a@zon.example",
    }
    with pytest.raises(SettingError, match="guessed"):
        Settings.model_validate({**own, "secret_key": "0123456789" * 4}).key()
    assert Settings.model_validate({**own, "secret_key": KEY.decode()}).key() == KEY
    assert Settings.model_validate({"secret_key": "x" * 40}).key() == b"x" * 40
