"""The outbox: targets are independent, failures are retried, arrived editions are not repeated."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from digest.cli.views.setup_check import check_setup
from digest.config import Config, list_edition_configs, parse_config
from digest.config.edition_rows import EditionRow
from digest.deliveries import Payload, Target
from digest.deliveries.configured_targets import list_targets
from digest.errors import DeliveryError, RefusalError
from digest.http import Client
from digest.pipeline import collect, publish
from digest.publishing.outbox import DeliveryResult, deliver_pending
from digest.serve.health import describe_state
from digest.sources.configured_sources import list_sources
from digest.store import Store
from tests.support.mailserver import MailServer
from tests.support.webserver import Route, WebServer

NOW = datetime(2026, 3, 12, 5, 30, tzinfo=UTC)
DAY = date(2026, 3, 12)
MINUTE = timedelta(minutes=1)

ARRIVED: list[str] = []
FAILING: dict[str, Exception] = {}
MEANWHILE: list[Callable[[], None]] = []


def deliver_to_list(payload: Payload, target: Target) -> None:
    """A delivery that the configuration names as a plug-in."""
    if target.name in FAILING:
        raise FAILING[target.name]
    if MEANWHILE:
        MEANWHILE.pop()()
    ARRIVED.append(f"{target.name} {payload.data['date']} {sorted(payload.pages)[0]}")


@pytest.fixture
def config(tmp_path: Path) -> Config:
    ARRIVED.clear()
    FAILING.clear()
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "a.txt").write_text(
        "Choir wins prize\n\nThe choir of Wenlow sang and won a silver cup.\n"
    )
    kind = "kind = 'tests.publishing.test_outbox:deliver_to_list'"
    rows = "".join(f"[[deliveries]]\n{kind}\nname = '{name}'\nkey = '${{KEY}}'\n" for name in ("one", "two"))
    text = f"version = 1\n[[sources]]\nfolder = 'inbox'\n[output]\nformats = ['markdown']\n{rows}"
    return parse_config(text, tmp_path / "digest.toml", {"KEY": "hunter2"}, {})


def make(config: Config, store: Store, now: datetime = NOW) -> None:
    collect(config, store, Client(), now, map)
    publish(config, store, now.date(), now, map)


def send(
    config: Config, store: Store, now: datetime = NOW, day: date | None = None
) -> tuple[DeliveryResult, ...]:
    return deliver_pending(config, store, lambda: now, "a", Client(), day)


def test_every_target_gets_an_edition_once(config: Config, store: Store) -> None:
    make(config, store)
    sent = send(config, store)
    assert [(row.target, row.failure) for row in sent] == [("one", None), ("two", None)]
    assert ARRIVED == ["one 2026-03-12 digest-2026-03-12.md", "two 2026-03-12 digest-2026-03-12.md"]
    make(config, store, NOW + MINUTE)  # the same edition again
    assert send(config, store, NOW + MINUTE) == ()
    assert send(config, store, NOW + MINUTE, DAY) == ()


def test_a_failed_delivery_is_retried_and_a_successful_one_is_not(config: Config, store: Store) -> None:
    make(config, store)
    FAILING["one"] = DeliveryError("", "it is away", "Wait.")
    tries = [minute for minute in range(240) if send(config, store, NOW + minute * MINUTE)]
    assert tries == [0, 1, 3, 7, 15, 31, 63, 123, 183]
    (waiting, _) = store.deliveries.jobs(DAY)
    assert (waiting.state, waiting.attempts, waiting.message) == ("waiting", 9, "it is away")
    FAILING.clear()
    assert [row.failure for row in send(config, store, NOW + 244 * MINUTE)] == [None]
    assert [line.partition(" ")[0] for line in ARRIVED] == ["two", "one"]


def test_retries_end_after_a_day_and_a_request_sends_again(config: Config, store: Store) -> None:
    make(config, store)
    FAILING["one"] = DeliveryError("", "it is away", "Wait.")
    finals = [
        row.is_final for hour in range(48) for row in send(config, store, NOW + hour * timedelta(hours=1))
    ]
    assert finals.count(True) == 1
    assert store.deliveries.jobs(DAY)[0].state == "failed"
    FAILING.clear()
    assert send(config, store, NOW + timedelta(days=2)) == ()
    assert [(row.target, row.failure) for row in send(config, store, NOW + timedelta(days=2), DAY)] == [
        ("one", None)
    ]


def test_a_refused_delivery_is_retried_only_on_request(config: Config, store: Store) -> None:
    make(config, store)
    FAILING["one"] = RefusalError("", "no such address", "Mend it.")
    send(config, store)
    assert send(config, store, NOW + timedelta(hours=3)) == ()
    assert [row.target for row in send(config, store, NOW + timedelta(hours=3), DAY)] == ["one"]


@pytest.mark.parametrize(
    ("failure", "hours", "advice"),
    [
        (
            RefusalError("", "no such address", "Mend it."),
            0,
            "Mend it. Then run `digest deliver {}--again 2026-03-12`.",
        ),
        (RefusalError("", "no such address"), 0, "Then run `digest deliver {}--again 2026-03-12`."),
        (
            DeliveryError("", "it is away", "Wait."),
            30,
            "Wait. It was tried for a day; `digest deliver {}--again 2026-03-12` tries it once more.",
        ),
        (DeliveryError("", "it is away"), 0, "It is tried again automatically."),
    ],
)
@pytest.mark.parametrize("edition", ["", "weekly"])
def test_a_failure_says_whether_it_is_tried_again_and_by_which_command(
    config: Config, store: Store, failure: DeliveryError, hours: int, advice: str, edition: str
) -> None:
    rows = (EditionRow(name=edition),) if edition else ()
    (own,) = list_edition_configs(config.model_copy(update={"editions": rows}))
    make(own, store)
    FAILING["one"] = failure
    row = send(own, store, NOW + timedelta(hours=hours))[0]
    expected = advice.format(f"{edition} " if edition else "")
    assert (row.failure and row.failure.advice, store.deliveries.jobs(DAY)[0].advice) == (expected, expected)


def test_any_exception_of_a_plug_in_is_a_failure_without_secrets(config: Config, store: Store) -> None:
    make(config, store)
    FAILING["one"] = ZeroDivisionError("no luck with hunter2")
    row = send(config, store)[0]
    assert "ZeroDivisionError: no luck with ***" in str(row.failure)
    assert "hunter2" not in str(store.deliveries.jobs())


def test_deliveries_to_a_removed_target_are_given_up(config: Config, store: Store) -> None:
    make(config, store)
    FAILING.update(dict.fromkeys(("one", "two"), DeliveryError("", "it is away")))
    send(config, store)
    fewer = config.model_copy(update={"deliveries": config.deliveries[:1]})
    rows = send(fewer, store, NOW + 2 * MINUTE)
    assert [(row.target, row.is_final) for row in rows] == [("one", False), ("two", True)]
    assert "not in the configuration any more" in str(rows[1].failure)


def test_the_lease_of_a_delivery_starts_when_the_delivery_does(config: Config, store: Store) -> None:
    make(config, store)
    clock = [NOW]
    other_results: list[DeliveryResult] = []

    def read_clock() -> datetime:
        clock[0] += 12 * MINUTE
        return clock[0]

    def deliver_meanwhile() -> None:
        other_results.extend(deliver_pending(config, store, lambda: clock[0] + 9 * MINUTE, "b", Client()))

    MEANWHILE.append(deliver_meanwhile)
    sent = deliver_pending(config, store, read_clock, "a", Client())
    assert ([row.target for row in sent], [row.target for row in other_results]) == (["one"], ["two"])
    assert len(ARRIVED) == 2


def test_a_changed_edition_is_delivered_again(config: Config, store: Store) -> None:
    make(config, store)
    send(config, store)
    (config.folder / "inbox" / "b.txt").write_text(
        "Night buses return\n\nThe night buses run again from May.\n"
    )
    make(config, store, NOW + timedelta(hours=6))
    assert len(send(config, store, NOW + timedelta(hours=6))) == 2


def test_only_the_target_with_a_missing_variable_fails_until_it_is_set(config: Config, store: Store) -> None:
    text = (
        "version = 1\n[[sources]]\nfolder = 'inbox'\n"
        "[[deliveries]]\nkind = 'tests.publishing.test_outbox:deliver_to_list'\nname = 'one'\n"
        "key = 'Bearer ${KEY}'\n"
        "[[deliveries]]\nkind = 'tests.publishing.test_outbox:deliver_to_list'\nname = 'two'\n"
    )
    without = parse_config(text, config.file, {}, {})
    make(without, store)
    expected = "the environment variable KEY is not set"
    assert [(row.target, row.failure and row.failure.message) for row in send(without, store)] == [
        ("one", expected),
        ("two", None),
    ]
    assert [line.partition(" ")[0] for line in ARRIVED] == ["two"]
    problems = describe_state(without, store, NOW)["problems"]
    assert any(expected in problem and "Set it before the program starts." in problem for problem in problems)
    (finding,) = (
        found for found in check_setup(without, Client(), NOW, map) if found.subject == "Delivery one"
    )
    assert (finding.ok, finding.message) == (False, expected)
    # The service has the variable.
    service = parse_config(text, config.file, {"KEY": "hunter2"}, {})
    assert [(row.target, row.failure) for row in send(service, store, NOW + MINUTE)] == [("one", None)]


def test_only_the_source_with_a_missing_variable_fails(config: Config, store: Store) -> None:
    text = (
        "version = 1\n[[sources]]\nfolder = 'inbox'\n"
        "[[sources]]\nname = 'paid'\nfeed = '${PAID}'\n[[sources]]\nname = 'list'\nopml = '${LIST}'\n"
    )
    collecting = collect(parse_config(text, config.file, {}, {}), store, Client(), NOW, map)
    assert collecting.new == 1
    assert {visit.source.name: visit.failure and visit.failure.message for visit in collecting.failures} == {
        "paid": "the environment variable PAID is not set",
        "list": "the environment variable LIST is not set",
    }


def test_stored_failures_contain_no_secrets(config: Config, store: Store, web: WebServer) -> None:
    link = b"<link rel=alternate type=application/rss+xml href='/feed?k=hunter2'>"
    web.routes["/page"] = Route(b"<html><head>" + link + b"</head><p>x</html>")
    text = f"version = 1\n[[sources]]\nname = 'paid'\nfeed = '{web.url('/page')}?k=${{KEY}}'\n"
    paid = parse_config(text, config.file, {"KEY": "hunter2"}, {})
    collect(paid, store, Client(), NOW, map)
    (health,) = store.sources.health(list_sources(paid)[0])
    assert health.advice.endswith("/feed?k=${KEY}")


def test_delivered_files_have_no_links_to_local_files(tmp_path: Path, store: Store, web: WebServer) -> None:
    (tmp_path / "inbox").mkdir()
    for name, title in (("a", "Choir wins prize"), ("b", "Night buses return")):
        (tmp_path / "inbox" / f"{name}.txt").write_text(
            f"{title}\n\nThe {title.lower()}, all of Wenlow says.\n"
        )
    web.routes["/hook"] = Route()
    mail = MailServer()
    forms = ["html", "markdown", "text", "mail", "json", "rss", "atom", "epub"]
    text = f"""version = 1
[[sources]]
folder = "inbox"
[output]
formats = {forms}
[[deliveries]]
kind = "files"
folder = "www"
[[deliveries]]
kind = "email"
host = "127.0.0.1"
port = {mail.port}
security = "none"
sender = "digest@news.example"
to = ["ada@home.example"]
attach = {forms}
[[deliveries]]
kind = "webhook"
url = "{web.url("/hook")}"
[[deliveries]]
kind = "command"
command = ["sh", "-c", "cat > taken"]
"""
    config = parse_config(text, tmp_path / "digest.toml", {}, {})
    make(config, store)
    assert {row.failure for row in send(config, store)} == {None}
    mail.close()
    delivered = {
        **{path.name: path.read_bytes() for path in (tmp_path / "www").iterdir()},
        **{f"mail {n}": part.get_payload(decode=True) or b"" for n, part in enumerate(mail.mails[0].walk())},
        "webhook": web.requests[0].body,
        "command": (tmp_path / "taken").read_bytes(),
    }
    assert len(delivered) > 20
    assert [
        name for name, content in delivered.items() if b"file:" in content or bytes(tmp_path) in content
    ] == []
    here = tmp_path / "editions"
    kept = [path.suffix for path in sorted(here.glob("digest-*")) if b"file:///" in path.read_bytes()]
    assert kept == [".html", ".json", ".md", ".txt"]


def test_a_new_folder_gets_every_page_that_its_pages_link_to(config: Config, store: Store) -> None:
    days = [NOW + timedelta(days=day) for day in range(4)]
    later = 'kind = "files"\nfolder = "www"\n'
    text = f'version = 1\n[store]\nkeep_days = 2\n[[sources]]\nfolder = "inbox"\n[[deliveries]]\n{later}'
    config = parse_config(text, config.file, {}, {})
    unsent = config.model_copy(update={"deliveries": ()})
    for moment, title in zip(days, ("Night buses", "Cable car", "Tram line", "Old ferry"), strict=True):
        (config.folder / "inbox" / f"{title}.txt").write_text(f"{title} returns\n\nThe {title} runs again.\n")
        make(config if moment == days[-1] else unsent, store, moment)
    www = config.folder / "www"
    assert {row.failure for row in send(config, store, days[-1])} == {None}
    dated = [path.name for path in sorted(www.glob("digest-*.html"))]
    kept = [f"digest-{past.date}.html" for past in store.editions.headlines(date.max, 9)]
    assert dated == sorted(kept)
    assert len(dated) == 3
    assert (www / "latest.html").readlink() == Path(dated[-1])
    links = {
        link.partition("#")[0]
        for path in www.glob("*.*ml")
        for link in re.findall(r'href="([^":]+)"', path.read_text("utf-8"))
    }
    assert {"index.html", *dated} <= links
    assert [link for link in sorted(links) if link and not (www / link).exists()] == []
    # Existing files stay as they are.
    (www / dated[0]).write_text("mine")
    (config.folder / "inbox" / "more.txt").write_text("Mill opens\n\nThe mill opens its doors at noon.\n")
    make(config, store, days[-1] + MINUTE)
    send(config, store, days[-1] + MINUTE)
    assert (www / dated[0]).read_text() == "mine"


def targets(text: str) -> list[Target]:
    config = parse_config(f"version = 1\n{text}", Path("/etc/digest.toml"), {"KEY": "s3cret-key"}, {})
    return list(list_targets(config))


def test_targets_with_missing_variables_have_names() -> None:
    rows = """[[deliveries]]
kind = "webhook"
url = "${HOOK}"
[[deliveries]]
kind = "notify"
urls = ["${NOTE}", "ntfy://a"]
[[deliveries]]
kind = "email"
host = "h"
sender = "a@b"
to = ["${ME}", "c@d"]
"""
    assert [(target.name, target.missing_variables) for target in targets(rows)] == [
        ("webhook", ("HOOK",)),
        ("notify", ("NOTE",)),
        ("notify ntfy", ()),
        ("email ${ME}", ("ME",)),
        ("email c@d", ()),
    ]


def test_each_address_is_a_target_and_names_contain_no_secrets() -> None:
    found = targets(
        """[[deliveries]]
kind = "email"
host = "mail.example.org"
sender = "me@example.org"
to = ["ada@example.org", "ben@example.org"]
user = "me"
password = "${KEY}"
[[deliveries]]
kind = "notify"
urls = ["tgram://1234567890/token-token", "tgram://another-token"]
[[deliveries]]
kind = "webhook"
url = "https://hooks.example.org/T0KENT0KEN"
headers = { Authorization = "Bearer abcdef" }
[[deliveries]]
kind = "command"
command = ["publish.sh"]
name = "to the web"
"""
    )
    assert [target.name for target in found] == [
        "email ada@example.org",
        "email ben@example.org",
        "notify tgram",
        "notify tgram 2",
        "webhook hooks.example.org",
        "to the web",
    ]
    assert [target.settings.get("to") for target in found[:2]] == ["ada@example.org", "ben@example.org"]
    assert "s3cret-key" in found[0].secrets
    assert {"T0KENT0KEN", "Bearer abcdef"} <= set(found[4].secrets)


def test_a_mail_target_is_named_after_the_bare_address() -> None:
    row = '[[deliveries]]\nkind = "email"\nhost = "h"\nsender = "Me <a@b>"\nto = ["Ünal Ö <u@d>", "e@f"]\n'
    assert [target.name for target in targets(row)] == ["email u@d", "email e@f"]
    assert [target.name for target in targets(f'{row}name = "home"')] == ["home u@d", "home e@f"]


def test_a_named_mail_to_several_addresses_gets_unique_names() -> None:
    row = '[[deliveries]]\nkind = "email"\nname = "home"\nhost = "h"\nsender = "a@b"\nto = ["c@d", "e@f"]\n'
    assert [target.name for target in targets(row)] == ["home c@d", "home e@f"]
