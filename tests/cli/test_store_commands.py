"""store info, backup, export and import."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.helpers import run_digest


@pytest.mark.own_store("copies the file")
def test_a_store_is_backed_up_exported_and_imported(home: Path) -> None:
    run_digest(home, "run")
    info = json.loads(run_digest(home, "store", "info", "--json").stdout)
    assert info["rows"]["articles"] == 3
    assert "articles        3" in run_digest(home, "store", "info").stdout
    assert run_digest(home, "store", "backup", "copy.db").returncode == 0
    assert run_digest(home, "store", "backup", "copy.db").returncode == 2
    assert run_digest(home, "store", "export", "all.jsonl").returncode == 0
    assert run_digest(home, "store", "export", "-").stdout == (home / "all.jsonl").read_text("utf-8")
    assert (
        "all.jsonl: there is such a file already" in run_digest(home, "store", "export", "all.jsonl").stderr
    )
    text = (home / "digest.toml").read_text()
    (home / "digest.toml").write_text(text + '[store]\nurl = "sqlite:///moved.db"\n')
    (home / "latin.jsonl").write_bytes(b'{"digest_store": 1, "of": "caf\xe9"}\n')
    refused = run_digest(home, "store", "import", "latin.jsonl")
    assert (refused.returncode, "latin.jsonl:1: this is not a line" in refused.stderr) == (2, True)
    assert "Imported" in run_digest(home, "store", "import", "all.jsonl").stdout
    assert run_digest(home, "store", "export", "-").stdout == (home / "all.jsonl").read_text("utf-8")
    assert sorted(path.name for path in home.glob("*.db")) == ["copy.db", "digest.db", "moved.db"]
