"""A configuration of the first version, with every key that it had, is still read."""

from __future__ import annotations

from pathlib import Path

from digest.config import parse_config

FIRST_VERSION = """
version = 1
title = "Morning digest"
timezone = "UTC"
language = "de"

[[sources]]
opml = "sources.opml"

[[sources]]
folder = "inbox"
name = "Inbox"

[[sources]]
feed = "https://example.org/feed.xml"
name = "Example"
section = "World"
language = "en"
include = ["harbour", "ferry"]
exclude = ["horoscope"]
limit = 200
full_text = "auto"
headers = { Accept-Language = "en" }
kind = "mypackage.module:function"

[[sources]]
page = "https://example.org/news"

[store]
url = "sqlite:///digest.db"
keep_days = 30

[collect]
every_minutes = 30
full_text = "auto"
timeout_seconds = 20
at_once = 32
per_host = 2
max_megabytes = 10
private_hosts = ["intranet.lan"]

[digest]
window_hours = 24
context_days = 3
max_stories = 30
in_full = 12
per_section = 10
sections = ["World", "Business", "Science"]
boost = ["harbour"]
mute = ["horoscope"]

[grouping]
threshold = 0.24

[summary]
method = "lex-rank"
words = 80
single_words = 50

[output]
folder = "editions"
formats = ["html", "markdown", "json"]
name = "digest-{date}"
templates = "templates"
theme = "newspaper"

[[deliveries]]
kind = "files"
folder = "/srv/www/digest"

[schedule]
publish_at = ["06:30"]
days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

[engine]
kind = "dask"
workers = 0
address = "tcp://127.0.0.1:8786"
"""


def test_every_key_of_the_first_version_is_read_with_its_value(tmp_path: Path) -> None:
    config = parse_config(FIRST_VERSION, tmp_path / "digest.toml", {}, {})
    assert [row.name for row in config.sources] == [None, "Inbox", "Example", None]
    assert config.sources[2].include == ("harbour", "ferry")
    assert (config.digest.per_section, config.digest.boost, config.grouping.threshold) == (
        10,
        ("harbour",),
        0.24,
    )
    assert (config.output.theme, config.summary.method) == ("newspaper", "lex-rank")
    assert (config.schedule.publish_at, config.engine.kind) == (("06:30",), "dask")
    assert config.deliveries[0].kind == "files"
