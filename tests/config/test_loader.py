"""The configuration: defaults, and a message for every mistake in a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.config import Config, EditionRow, build_sources, load_config, parse_config
from digest.config.delivery_schema import parse_mailbox
from digest.config.diagnostics import find_key_lines
from digest.errors import ConfigError
from digest.models.secret_text import reveal
from digest.runtime.bundled_files import find_resource_folder
from digest.runtime.plugins import KnownNames

KNOWN_NAMES = {
    "summary": ("news", "lead"),
    "format": ("html", "markdown"),
    "delivery": ("files",),
    "source": ("feed", "folder"),
}


def parse(text: str, environment: dict[str, str] | None = None) -> Config:
    return parse_config(text, Path("/etc/digest.toml"), environment or {}, KNOWN_NAMES)


def mistakes(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        parse(text)
    return str(caught.value).splitlines()


@pytest.mark.own_store("names the default")
def test_a_minimal_file_gets_every_default() -> None:
    config = parse("version = 1")
    assert config.digest.window_hours == 24
    assert config.store_url == "sqlite:////etc/digest.db"
    assert config.output_folder == Path("/etc/editions")
    assert config.output.formats == ("html", "markdown")


def test_a_configuration_of_the_first_version_still_works() -> None:
    text = (Path(__file__).parents[1] / "data" / "first_configuration.toml").read_text("utf-8")
    config = parse(text)
    _, inbox, example = config.sources
    assert (inbox.folder, example.section, example.exclude) == ("inbox", "World", ("horoscope",))
    assert (config.grouping.threshold, config.digest.boost) == (0.24, ("harbour",))
    assert (config.schedule.publish_at, config.engine.address) == (("06:30",), "tcp://127.0.0.1:8786")
    (delivery,) = config.deliveries
    assert delivery.model_dump()["folder"] == "/srv/www/digest"


def test_every_mistake_is_reported_with_its_line() -> None:
    expected = mistakes(
        """version = 1
titel = "x"
timezone = "Europe/Londn"
[collect]
every_minutes = 2
full_text = "sometimes"
[[sources]]
feed = "https://a.example/rss"
[[sources]]
feed = "ftp://b.example"
sction = "World"
[digest]
max_stories = "30"
sections = "World"
[summary]
method = "newz"
[schedule]
publish_at = ["6:30"]
"""
    )
    assert expected == [
        "/etc/digest.toml:2: titel: there is no such key (did you mean title?)",
        "/etc/digest.toml:3: timezone: expected the name of a time zone such as Europe/London"
        + ' (did you mean Europe/London?), found "Europe/Londn"',
        "/etc/digest.toml:5: collect.every_minutes: expected at least 5, found 2",
        "/etc/digest.toml:6: collect.full_text: expected 'auto', 'never' or 'always', found \"sometimes\"",
        "/etc/digest.toml:10: sources[2].feed: expected an address that begins with http:// or https://"
        + ', found "ftp://b.example"',
        "/etc/digest.toml:11: sources[2].sction: there is no such key (did you mean section?)",
        '/etc/digest.toml:13: digest.max_stories: expected a whole number, found "30"',
        '/etc/digest.toml:14: digest.sections: expected a list in square brackets, found "World"',
        '/etc/digest.toml:16: summary.method: expected one of lead, news (did you mean news?), found "newz"',
        '/etc/digest.toml:18: schedule.publish_at[1]: expected a time such as 06:30, found "6:30"',
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("window_hours = 24", "2: window_hours: there is no such key here; it belongs to [digest]"),
        ("[digest]\nkeep_days = 9", "3: digest.keep_days: there is no such key here; it belongs to [store]"),
        (
            '[[sources]]\nfolder = "inbox"\ntimezone = "UTC"',
            "4: sources[1].timezone: there is no such key here; it belongs at the top of the file, before "
            "the first line in brackets",
        ),
        (
            '[[sources]]\nurl = "https://post.example/feed"',
            "3: sources[1].url: there is no such key (did you mean feed?)",
        ),
        (
            '[[sources]]\npath = "inbox"',
            "3: sources[1].path: there is no such key (did you mean folder?)",
        ),
        (
            '[[sources]]\nfolder = "inbox"\ntitle = "Inbox"',
            "4: sources[1].title: there is no such key (did you mean name?)",
        ),
        (
            '[[editions]]\nname = "a"\nformat = ["html"]',
            "4: editions[1].format: there is no such key (did you mean formats?)",
        ),
        (
            '[sources]\nfolder = "inbox"',
            "2: sources: expected rows that begin with [[sources]], found a table",
        ),
        ('[[deliveries]]\nto = "x"', "2: deliveries[1]: expected kind, which is one of files, found none"),
    ],
)
def test_a_message_names_the_place_of_a_misplaced_key(text: str, place: str) -> None:
    assert mistakes(f"version = 1\n{text}\n") == [f"/etc/digest.toml:{place}"]


def test_a_toml_syntax_error_is_reported_with_its_line() -> None:
    expected = mistakes('version = 1\ntitle = "x\n')
    assert expected[0].startswith("/etc/digest.toml:2: this is not TOML: ")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('language = "xx"', 'language: expected one of ar, de, en, es, fr, he, it, nl, pl, pt, found "xx"'),
        ("[digest]\nwindow_hours = 1e300", "digest.window_hours: expected at most 87600, found 1e+300"),
        ("[schedule]\ndays = []", "schedule.days: expected at least one, found []"),
        ("[store]\nkeep_days = 9999999999", "store.keep_days: expected at most 36500, found 9999999999"),
        ('[output]\nname = "{date}\\u0000"', "output.name: expected a file name with {date} in it once"),
    ],
)
def test_values_out_of_range_are_mistakes(text: str, expected: str) -> None:
    assert expected in mistakes(f"version = 1\n{text}")[0]


def test_a_byte_order_mark_and_windows_line_ends_are_accepted(tmp_path: Path) -> None:
    (tmp_path / "digest.toml").write_bytes('version = 1\r\ntitle = "Früh"\r\n'.encode("utf-8-sig"))
    config = load_config(tmp_path / "digest.toml", {}, KNOWN_NAMES)
    assert config.title == "Früh"
    assert config.path("~nobody-of-this-name/x") == tmp_path / "~nobody-of-this-name" / "x"


def test_the_version_is_required() -> None:
    assert mistakes('title = "x"') == ["/etc/digest.toml: version: this key is missing; write version = 1"]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ('name = "x"', "found none of them"),
        ('feed = "https://a.example"\nfolder = "b"', "found feed and folder"),
    ],
)
def test_a_source_has_exactly_one_location(row: str, expected: str) -> None:
    assert mistakes(f"version = 1\n[[sources]]\n{row}")[0].endswith(expected)


def test_secrets_come_from_the_environment() -> None:
    text = (
        'version = 1\n[[sources]]\nfeed = "https://a.example"\nheaders = { Authorization = "Bearer ${KEY}" }'
    )
    config = parse(text, {"KEY": "abc"})
    ((name, value),) = build_sources(config)[0].headers
    assert (name, value, reveal(value)) == ("Authorization", "Bearer ${KEY}", "Bearer abc")
    assert "abc" not in repr(config) + config.model_dump_json()
    assert parse(text, {}).sources[0].missing_variables == ("KEY",)


UNSET = "the environment variable KEY is not set. Set it before the program starts."


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('timezone = "${KEY}"', "2: timezone"),
        ('[store]\nurl = "postgresql://me:${KEY}@db/news"', "3: store.url"),
        ('[[sources]]\nfeed = "https://a.example"\nlanguage = "${KEY}"', "4: sources[1].language"),
    ],
)
def test_a_missing_variable_outside_sources_and_deliveries_is_a_mistake(text: str, place: str) -> None:
    assert mistakes(f"version = 1\n{text}") == [f"/etc/digest.toml:{place}: {UNSET}"]


def test_a_missing_variable_of_a_row_is_recorded_in_the_row() -> None:
    text = """version = 1
[[sources]]
feed = "${FEED}"
[[deliveries]]
kind = "webhook"
url = "${HOOK}"
headers = { Authorization = "Bearer ${KEY} ${KEY}" }
[[deliveries]]
kind = "email"
host = "h"
sender = "${ME}"
to = ["${ME}", "ada@b"]
"""
    known_names = {**KNOWN_NAMES, "delivery": ("email", "webhook")}
    path = Path("/etc/digest.toml")
    config = parse_config(text, path, {}, known_names)
    assert config.sources[0].missing_variables == ("FEED",)
    assert [row.missing_variables for row in config.deliveries] == [("HOOK", "KEY"), ("ME",)]
    found = dict.fromkeys(("HOOK", "FEED"), "https://a.example") | {"KEY": "x", "ME": "a@b"}
    assert not any(row.missing_variables for row in parse_config(text, path, found, known_names).deliveries)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ('kind = "emial"', "deliveries[1].kind: expected one of email, files (did you mean email?)"),
        (
            'kind = "email"\nhots = "x"\nhost = "h"\nsender = "a@b"\nto = ["c@d"]',
            "hots: there is no such key (did you mean host?)",
        ),
        ('kind = "email"\nhost = "h"\nto = ["c@d"]', "deliveries[1].sender: this key is missing"),
        ('kind = "email"\nhost = "h"\nsender = "a@b"\nto = []', "to: expected at least one, found []"),
        ('kind = "email"\nhost = "h"\nsender = "a@b"\nto = ["c d@e"]', "expected a mail address such as"),
        ('kind = "email"\nhost = "h"\nsender = "Ada"\nto = ["c@d"]', "expected a mail address such as"),
        (
            'kind = "email"\nhost = "h"\nsender = "a@b"\nto = ["c@d"]\nattach = ["epbu"]',
            "attach: expected one of html",
        ),
        (
            'kind = "email"\nhost = "h"\nsender = "a@b"\nto = ["c@d"]\nuser = "me"',
            "expected user and password (or password_file) together, or neither, found only user",
        ),
        (
            'kind = "email"\nhost = "h"\nsender = "a@b"\nto = ["c@d"]\npassword_file = "pw"',
            "expected user and password (or password_file) together, or neither, found only a password",
        ),
        (
            'kind = "email"\nhost = "mail.example:587"\nsender = "a@b"\nto = ["c@d"]',
            "host: expected only a host such as mail.example.org; port has a line of its own",
        ),
        (
            'kind = "email"\nhost = "https://mail.example"\nsender = "a@b"\nto = ["c@d"]',
            "host: expected only a host such as mail.example.org; port has a line of its own",
        ),
        (
            'kind = "email"\nhost = "h"\nsender = "a@b"\nto = ["c@d"]\nsecurity = "ssl"',
            "'starttls', 'tls' or 'none'",
        ),
        ('kind = "files"', "deliveries[1].folder: this key is missing"),
    ],
)
def test_a_delivery_is_checked_by_the_schema_of_its_kind(row: str, expected: str) -> None:
    text = f"version = 1\n[[deliveries]]\n{row}"
    known_names = {**KNOWN_NAMES, "delivery": ("files", "email"), "format": ("html", "markdown")}
    with pytest.raises(ConfigError) as caught:
        parse_config(text, Path("/etc/digest.toml"), {}, known_names)
    assert expected in str(caught.value)


def test_values_of_variables_are_secrets_unless_they_are_paths() -> None:
    text = 'version = 1\n[[sources]]\nfolder = "${PLACE}"\n[[deliveries]]\nkind = "a.b:c"\nkey = "x${KEY}"'
    config = parse(text, {"PLACE": "/home/ada", "KEY": "hunter2"})
    assert config.secrets == ("hunter2",)
    assert config.deliveries[0].model_dump()["key"] == "xhunter2"
    assert "hunter2" not in repr(config.model_copy(update={"deliveries": ()}))


def test_a_plug_in_is_accepted_as_a_name() -> None:
    assert parse('version = 1\n[summary]\nmethod = "mine.words:choose"').summary.method == "mine.words:choose"


@pytest.mark.parametrize("name", ["digest", "digest-{date}/x", "{date}-{title}", "{date}{date}"])
def test_a_file_name_contains_the_date_once_and_no_folder(name: str) -> None:
    assert "{date}" in mistakes(f'version = 1\n[output]\nname = "{name}"')[0]


def test_sources_are_built_from_rows() -> None:
    feed, folder = build_sources(
        parse(
            """version = 1
[collect]
timeout_seconds = 5
full_text = "never"
[[sources]]
feed = "https://www.harbour.example/rss"
section = "Local"
exclude = ["horoscope"]
[[sources]]
folder = "inbox"
full_text = "always"
"""
        )
    )
    assert (feed.name, feed.kind, feed.section, feed.timeout, feed.full_text) == (
        "harbour.example",
        "feed",
        "Local",
        5,
        "never",
    )
    assert feed.exclude == ("horoscope",)
    assert (folder.name, folder.kind, folder.location, folder.full_text) == (
        "inbox",
        "folder",
        "/etc/inbox",
        "always",
    )


def test_an_unreadable_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="there is no such file"):
        load_config(tmp_path / "none.toml", {}, KNOWN_NAMES)
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="not text in UTF-8"):
        load_config(tmp_path / "bytes.toml", {}, KNOWN_NAMES)
    with pytest.raises(ConfigError, match="this is a folder"):
        load_config(tmp_path, {}, KNOWN_NAMES)


def test_key_lines_are_found_in_tables_and_rows() -> None:
    lines = find_key_lines('a = 1\n[b]\nc = 2\n[[d]]\ne = 3\n[[d]]\n"f" = 4\n[d.g]\nh = 5\n')
    assert lines[("a",)] == 1
    assert lines[("b", "c")] == 3
    assert lines[("d", 0, "e")] == 5
    assert lines[("d", 1, "f")] == 7
    assert lines[("d", 1, "g", "h")] == 9


def test_the_starter_configuration_is_valid_and_shows_every_key() -> None:
    path = find_resource_folder("config") / "digest.toml"
    load_config(path, {}, KnownNames())
    text = path.read_text("utf-8")
    uncommented = "\n".join(
        line.removeprefix("# ") if line.startswith("# ") and ("=" in line or line.startswith("# [")) else line
        for line in text.splitlines()
    )
    shown = {at[-1] for at in find_key_lines(uncommented)} | {at[0] for at in find_key_lines(uncommented)}
    for name, field in Config.model_fields.items():
        if field.exclude:
            continue
        assert name in shown
        table = field.default[0] if isinstance(field.default, tuple) and field.default else field.default
        for key in getattr(type(table), "model_fields", {}):
            assert key in shown, f"{name}.{key}"
    assert set(EditionRow.model_fields) <= shown


@pytest.mark.parametrize(
    ("text", "name", "address"),
    [
        ("u@example.org", "", "u@example.org"),
        ("a..b@example.org", "", "a..b@example.org"),
        ("Ünal Ö <u@example.org>", "Ünal Ö", "u@example.org"),
        ('"Öz, U." <u@example.org>', "Öz, U.", "u@example.org"),
        ("Dr. A. Öz <ü@example.org>", "Dr. A. Öz", "ü@example.org"),
        ("=?utf-8?q?=C3=9Cnal?= <u@example.org>", "Ünal", "u@example.org"),
        ("<u@example.org>", "", "u@example.org"),
    ],
)
def test_a_mailbox_is_an_address_with_or_without_a_name(text: str, name: str, address: str) -> None:
    assert parse_mailbox(text) == (name, address)


@pytest.mark.parametrize(
    "text",
    ["", "Ada", "a@", "@b", "a b@c", "Ada <b>", "a@b, c@d", "Öz, U <u@b>", "Team: a@b;", "A <a@b> B",
     "A <a@b", "A <a@>", "A\n <a@b>", "A\x00 <a@b>", "A <a@b\r\nBcc: c@d>"],
)  # fmt: skip
def test_anything_but_a_single_mailbox_is_rejected(text: str) -> None:
    with pytest.raises(ValueError, match="expected a mail address such as"):
        parse_mailbox(text)


def test_a_title_has_no_control_characters() -> None:
    assert parse('version = 1\ntitle = "Quay\\u001b[31m\\n\\u202enews"').title == "Quay[31m news"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[digest]\nwindow_hours = "24"', 'digest.window_hours: expected a number, found "24"'),
        ("[schedule]\ngrace_hours = true", "schedule.grace_hours: expected a number, found true"),
        (
            '[output]\nimages = "yes"',
            'output.images: expected true, false or a list of "html", "mail" and "epub", found "yes"',
        ),
        ("[output]\nscript = 0", "output.script: expected true or false, found 0"),
        (
            '[[sources]]\nfolder = "in"\nweight = "2"',
            'sources[1].weight: expected a number, found "2"',
        ),
        (
            '[[deliveries]]\nkind = "command"\ncommand = ["x"]\ntimeout_seconds = "9"',
            'deliveries[1].timeout_seconds: expected a number, found "9"',
        ),
    ],
)
def test_numbers_and_switches_in_quotes_are_mistakes(tmp_path: Path, text: str, expected: str) -> None:
    path = tmp_path / "digest.toml"
    path.write_text(f"version = 1\n{text}\n")
    with pytest.raises(ConfigError) as caught:
        load_config(path, {}, {})
    assert expected in caught.value.message


def test_numbers_may_be_whole_or_not(tmp_path: Path) -> None:
    path = tmp_path / "digest.toml"
    path.write_text("version = 1\n[digest]\nwindow_hours = 36\n[schedule]\ngrace_hours = 1.5\n")
    config = load_config(path, {}, {})
    assert (config.digest.window_hours, config.schedule.grace_hours) == (36, 1.5)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("true", ("html",)),
        ("false", ()),
        ("[]", ()),
        ('["epub", "html", "epub"]', ("html", "epub")),
        ('["mail"]', ("mail",)),
        ('["pdf"]', None),
        ('"mail"', None),
        ("[1]", None),
        ("[[1]]", None),
        ("3", None),
    ],
)
def test_images_are_a_switch_or_a_list_of_formats(value: str, expected: tuple[str, ...] | None) -> None:
    text = f"version = 1\n[output]\nimages = {value}\n"
    if expected is None:
        with pytest.raises(ConfigError, match='expected true, false or a list of "html", "mail" and "epub"'):
            parse_config(text, Path("digest.toml"), {}, {})
    else:
        assert parse_config(text, Path("digest.toml"), {}, {}).output.images == expected


@pytest.mark.parametrize(
    "text",
    [
        "[[deliveries]]\nname = ['a']\n",
        "[[deliveries]]\nname = {a = 1}\n",
        "[[watches]]\nname = 'w'\nwords = ['a']\ndeliveries = [['m']]\n",
        "[[watches]]\nname = 'w'\nwords = ['a']\ndeliveries = [{}]\n",
        "[digest]\nsections = 5\n[[editions]]\nname = 'e'\nsections = ['Port']\n",
        "[digest]\nsection_rules = true\n[[editions]]\nname = 'e'\nsections = ['Port']\n",
        "[engine.security]\nca = 'a'\ncertificat = 'b'\n",
    ],
)
def test_a_value_of_a_wrong_kind_is_a_mistake_wherever_it_stands(text: str) -> None:
    with pytest.raises(ConfigError) as raised:
        parse_config(f"version = 1\n{text}", Path("/nowhere/digest.toml"), {}, {})
    assert str(raised.value).startswith("/nowhere/digest.toml:")


def test_a_key_of_a_table_that_may_be_missing_is_suggested() -> None:
    text = "version = 1\n[engine.security]\nca = 'a'\ncertificat = 'b'\n"
    with pytest.raises(ConfigError, match="did you mean certificate"):
        parse_config(text, Path("/nowhere/digest.toml"), {}, {})


@pytest.mark.parametrize(
    "row", ['url = "${HOOK}"', 'url = "https://a.example/"\ntimeout_seconds = "${HOOK}"']
)
def test_a_mistake_shows_the_name_of_a_variable_and_not_its_value(row: str) -> None:
    text = f'version = 1\n[[deliveries]]\nname = "h"\nkind = "webhook"\n{row}\n'
    with pytest.raises(ConfigError) as raised:
        parse_config(text, Path("/nowhere/digest.toml"), {"HOOK": "ferry-tarn-1907"}, {})
    assert "ferry" not in str(raised.value)
    assert "${HOOK}" in str(raised.value)


def test_mistakes_are_written_in_single_safe_lines_and_not_all_of_very_many() -> None:
    escaped = "version = 1\n[log]\nformat = '\u202eevil'\n[output]\nformats = [\"\\u001b[2J\"]\n"
    with pytest.raises(ConfigError) as raised:
        parse_config(escaped, Path("/nowhere/digest.toml"), {}, {"format": ["html"]})
    assert all(line.isprintable() for line in str(raised.value).splitlines())
    long = f'version = 1\n["{"k" * 5_000}"]\na = 1\n'
    with pytest.raises(ConfigError) as raised:
        parse_config(long, Path("/nowhere/digest.toml"), {}, {})
    assert len(str(raised.value)) < 1_100
    many = "version = 1\n" + "[[sources]]\nfeed = 1\n" * 80
    with pytest.raises(ConfigError, match="there are 30 more mistakes") as raised:
        parse_config(many, Path("/nowhere/digest.toml"), {}, {})
    assert len(str(raised.value).splitlines()) == 51
