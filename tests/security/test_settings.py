"""Settings that would open the house to everybody are refused at the start; files are for their owner."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from pydantic import SecretStr, ValidationError

from govapp.cli import govapp, main
from govapp.settings import Settings


def test_a_demonstration_whose_inbox_everybody_reads_sends_no_real_mail() -> None:
    with pytest.raises(ValidationError, match="GOVAPP_DEMO"):
        Settings(demo=True, smtp_host="mail.ambora.example")


@pytest.mark.parametrize("key", ["", "short", "a" * 31])
def test_without_a_long_key_of_the_installation_nothing_starts(key: str) -> None:
    with pytest.raises(ValueError, match="GOVAPP_SECRET_KEY"):
        Settings(secret_key=SecretStr(key)).key()


def test_a_command_names_the_setting_that_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GOVAPP_DATABASE_URL", f"sqlite:///{tmp_path / 'new.db'}")
    monkeypatch.delenv("GOVAPP_SECRET_KEY", raising=False)
    monkeypatch.setattr("sys.argv", ["govapp", "db", "upgrade"])
    main()
    monkeypatch.setattr("sys.argv", ["govapp", "anchor", str(tmp_path / "anchor.json")])
    with pytest.raises(SystemExit, match="2"):
        main()
    assert capsys.readouterr().err.startswith("GOVAPP_SECRET_KEY")


def test_a_new_database_is_for_its_owner_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "new" / "govapp.db"
    monkeypatch.setenv("GOVAPP_DATABASE_URL", f"sqlite:///{file}")
    done = CliRunner().invoke(govapp, ["db", "upgrade"])
    assert done.exit_code == 0, done.output
    kept = [each for each in file.parent.iterdir() if each.suffix != ".gate"]
    assert kept
    assert {each.stat().st_mode & 0o777 for each in kept} == {0o600}


@pytest.mark.parametrize("name", ["Europe/Brussel", "CEST+1", "../../etc/passwd", ""])
def test_a_time_zone_that_nobody_has_is_named_at_the_start(name: str) -> None:
    with pytest.raises(ValidationError, match="GOVAPP_TIMEZONE"):
        Settings(timezone=name)
