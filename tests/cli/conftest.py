"""Fixtures of the commands' tests."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.helpers import ARTICLES, CONFIG


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with a configuration and three articles."""
    (tmp_path / "inbox").mkdir()
    lines = [json.dumps(article) for article in ARTICLES]
    (tmp_path / "inbox" / "monday.jsonl").write_text("\n".join(lines), "utf-8")
    (tmp_path / "digest.toml").write_text(CONFIG, "utf-8")
    return tmp_path
