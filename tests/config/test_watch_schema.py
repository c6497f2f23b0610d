"""The names that rows of [[watches]] use."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.config import parse_config
from digest.errors import ConfigError

SOURCES = '[[sources]]\nfolder = "a"\nname = "Küstenbote"\n'
WATCH = '[[watches]]\nname = "Fähren"\nwords = ["Fähre"]\nsources = ["Kustenbote"]\n'


def test_a_source_that_no_watch_can_have_is_named_with_its_line() -> None:
    with pytest.raises(ConfigError) as caught:
        parse_config(f"version = 1\n{SOURCES}{WATCH}", Path("digest.toml"), {}, {})
    message = 'digest.toml:8: watches[1].sources: no source is called "Kustenbote" (did you mean Küstenbote?)'
    assert str(caught.value) == f"{message}; there are Küstenbote"


def test_names_that_are_known_only_later_are_accepted() -> None:
    more = '[[sources]]\nopml = "feeds.opml"\n'
    config = parse_config(f"version = 1\n{SOURCES}{more}{WATCH}", Path("digest.toml"), {}, {})
    assert config.watches[0].sources == ("Kustenbote",)
