"""templates list and export."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.helpers import CONFIG, read_editions, run_digest


def test_exported_templates_give_the_same_edition_and_existing_files_are_kept(home: Path) -> None:
    run_digest(home, "run")
    before = read_editions(home)
    result = run_digest(home, "templates", "export", "mine")
    assert result.stdout.count("made") > 20
    assert "stories[].title: string" in (home / "mine" / "edition.html.j2").read_text("utf-8")
    (home / "digest.toml").write_text(CONFIG + '[output]\ntemplates = "mine"\n', "utf-8")
    run_digest(home, "run")
    assert read_editions(home) == before
    (home / "mine" / "base.css").write_text("p { color: red }", "utf-8")
    assert "kept" in run_digest(home, "templates", "export", "mine").stdout
    assert (home / "mine" / "base.css").read_text("utf-8") == "p { color: red }"
    assert "mail.html.j2" in run_digest(home, "templates", "list").stdout


def test_templates_and_themes_of_the_user_are_listed(home: Path) -> None:
    (home / "mine" / "themes").mkdir(parents=True)
    (home / "mine" / "themes" / "plain.css").touch()
    shipped = json.loads(run_digest(home, "templates", "list", "--json").stdout)
    (home / "digest.toml").write_text(
        CONFIG + '[output]\ntemplates = "mine"\nformats = ["html", "edition.org.j2"]\n', "utf-8"
    )
    listed = json.loads(run_digest(home, "templates", "list", "--json").stdout)
    assert listed["formats"].keys() - shipped["formats"].keys() == {"edition.org.j2"}
    assert set(listed["themes"]) - set(shipped["themes"]) == {"plain"}
    assert listed["folders"] == [str(home / "mine"), *shipped["folders"]]
    (home / "digest.toml").unlink()
    assert json.loads(run_digest(home, "templates", "list", "--json").stdout) == shipped
