"""init and check."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest.runtime.environment import make_owner_name
from digest.store import open_store
from tests.cli.helpers import CONFIG, run_digest
from tests.support.mailserver import MailServer


def test_init_writes_a_configuration_that_check_accepts_and_keeps_existing_files(tmp_path: Path) -> None:
    made = run_digest(tmp_path, "init", "news", TZ="Europe/Vienna", LANG="de_AT.UTF-8")
    assert made.returncode == 0, made.stderr
    text = (tmp_path / "news" / "digest.toml").read_text("utf-8")
    assert 'timezone = "Europe/Vienna"' in text
    assert 'language = "de"' in text
    (tmp_path / "news" / "digest.toml").write_text(text + "# mine\n")
    assert "tagesschau" not in (tmp_path / "news" / "sources.opml").read_text("utf-8")
    assert "Source lists used: austria. Others (--list NAME): africa" in made.stdout
    again = run_digest(tmp_path, "init", "news")
    assert "kept" in again.stdout
    assert (tmp_path / "news" / "digest.toml").read_text("utf-8").endswith("# mine\n")
    (tmp_path / "news" / "sources.opml").write_text('<opml version="2.0"><body/></opml>')
    checked = run_digest(tmp_path / "news", "check")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "Europe/Vienna" in checked.stdout


def test_init_takes_source_lists_by_name(tmp_path: Path) -> None:
    made = run_digest(tmp_path, "init", "--list", "science, spain", "--list", "world", "--json", "--yes")
    assert json.loads(made.stdout)["lists"] == ["science", "spain", "world"]
    text = (tmp_path / "sources.opml").read_text("utf-8")
    assert "nature.com" in text
    assert "elpais.com" in text
    (tmp_path / "none").mkdir()
    wrong = run_digest(tmp_path / "none", "init", "--list", "sciense")
    assert wrong.returncode == 2
    assert "did you mean science?" in wrong.stderr
    assert list((tmp_path / "none").iterdir()) == []


def test_check_reports_a_delivery_that_cannot_work(home: Path) -> None:
    with (home / "digest.toml").open("a") as file:
        file.write('[[deliveries]]\nkind = "files"\nfolder = "digest.toml"\n')
    checked = run_digest(home, "check")
    assert checked.returncode == 1
    assert f"failed  Delivery files digest.toml: {home / 'digest.toml'} is not a folder" in checked.stdout


def test_check_before_the_first_edition_names_no_edition_to_send_again(home: Path) -> None:
    server = MailServer(login=("ada", "right"))
    with (home / "digest.toml").open("a") as file:
        file.write(
            f'[[deliveries]]\nkind = "email"\nhost = "127.0.0.1"\nport = {server.port}\nsecurity = "none"\n'
            'user = "ada"\npassword = "wrong"\nsender = "ada@home.example"\nto = ["ada@home.example"]\n'
        )
    try:
        result = run_digest(home, "check")
    finally:
        server.close()
    (line,) = (line for line in result.stdout.splitlines() if line.startswith("failed"))
    assert line.startswith(f"failed  Delivery email ada@home.example: mail server 127.0.0.1:{server.port} ")
    assert line.endswith("Correct user and password (some providers require an app password).")


def test_check_finds_a_mistake_in_the_template_of_an_archive_page(home: Path) -> None:
    (home / "templates").mkdir()
    (home / "templates" / "archive.html.j2").write_text("{{ edition.titel }}", "utf-8")
    (home / "digest.toml").write_text(CONFIG + '[output]\ntemplates = "templates"\n', "utf-8")
    result = run_digest(home, "check")
    assert result.returncode == 1
    assert "archive.html.j2, line 1" in result.stdout
    assert "Did you mean title?" in result.stdout


def test_check_fix_creates_folders_and_releases_leases(home: Path) -> None:
    with (home / "digest.toml").open("a") as file:
        file.write('[[sources]]\nfolder = "letters"\n[[deliveries]]\nkind = "files"\nfolder = "www/digest"\n')
    before = run_digest(home, "check")
    assert before.returncode == 1
    with open_store(f"sqlite:///{home / 'digest.db'}") as store:
        host, pid, _ = make_owner_name().rsplit("/", 2)
        store.leases.acquire("publish", f"{host}/{pid}/before", datetime.now(UTC), timedelta(hours=1))
    assert run_digest(home, "publish").returncode != 0  # nothing was collected
    after = run_digest(home, "check", "--fix")
    assert after.returncode == 0, after.stdout
    for folder in ("letters", "editions", "www/digest"):
        assert f"fixed   created the folder {home / folder}" in after.stdout
        assert (home / folder).is_dir()
    assert "fixed " not in run_digest(home, "check", "--fix").stdout
    assert "ok      Schedule: next edition " in after.stdout


@pytest.mark.own_store("is about the folder of the file")
def test_check_reports_that_a_new_store_cannot_be_created(home: Path) -> None:
    before = run_digest(home, "check")
    assert f"ok      Store: sqlite:///{home / 'digest.db'}, created by the first run" in before.stdout
    assert not (home / "digest.db").exists()
    (home / "data").write_text("a file")
    with (home / "digest.toml").open("a") as file:
        file.write('[store]\nurl = "sqlite:///data/digest.db"\n')
    after = run_digest(home, "check")
    message = (
        f"failed  Store: {home / 'data' / 'digest.db'}: {home / 'data'} is not a folder. Make its folder "
    )
    assert message in after.stdout


def test_check_reports_a_schedule_that_never_publishes(home: Path) -> None:
    with (home / "digest.toml").open("a") as file:
        file.write("[schedule]\npublish_at = []\n")
    assert "failed  Schedule: there is no time" in run_digest(home, "check").stdout
