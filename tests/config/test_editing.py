"""Rows of sources are added to and removed from a configuration text; the rest stays."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from digest.config import add_rows, remove_row
from digest.errors import ConfigError
from digest.runtime.bundled_files import find_resource_folder

CONFIG = """# my news
version = 1   # do not change

[[sources]]  # the inbox
folder = "inbox"
# include = ["harbour"]

[[sources]]
feed = "https://a.example/rss"
include = [
  "eels",  # of course
]
[sources.headers]
X-Key = "${KEY}"

# The store, and why:
[store]
keep_days = 9 # enough
"""


def test_a_row_is_added_after_the_last_and_the_rest_is_kept() -> None:
    odd = {"feed": "https://b.example/?a=1&b=2", "name": 'The "Quay" \\ Ωμέγα', "section": ""}
    changed = add_rows(CONFIG, [odd, {"feed": "https://c.example/"}], Path("digest.toml"))
    rows = tomllib.loads(changed)["sources"]
    assert rows[2:] == [{"feed": odd["feed"], "name": odd["name"]}, {"feed": "https://c.example/"}]
    assert changed.index("c.example") < changed.index("# The store, and why:")
    assert remove_row(remove_row(changed, 3, Path()), 2, Path()) == CONFIG


def test_a_row_is_removed_with_its_tables_and_the_rest_is_kept() -> None:
    without = remove_row(CONFIG, 1, Path("digest.toml"))
    assert tomllib.loads(without)["sources"] == [{"folder": "inbox"}]
    assert "# The store, and why:" in without
    assert "X-Key" not in without
    assert "sources" not in tomllib.loads(remove_row(without, 0, Path("digest.toml")))


@pytest.mark.parametrize(
    "text", ["version = 1", "version = 1\n", "version = 1\r\ntitle = 'x'\r\n[store]\r\n"]
)
def test_the_first_row_is_added_at_the_end(text: str) -> None:
    assert tomllib.loads(add_rows(text, [{"feed": "https://a.example"}], Path()))["sources"]


def test_a_row_can_be_added_to_the_starter() -> None:
    starter = (find_resource_folder("config") / "digest.toml").read_text("utf-8")
    changed = add_rows(starter, [{"feed": "https://a.example"}], Path())
    assert changed.index("a.example") < changed.index("\n[store]")
    assert remove_row(changed, 2, Path()) == starter


def test_an_inline_array_of_sources_is_refused() -> None:
    text = 'version = 1\nsources = [{ folder = "inbox" }]\n'
    with pytest.raises(ConfigError, match="cannot be changed here"):
        add_rows(text, [{"feed": "https://a.example"}], Path("digest.toml"))
