"""Reports that come again at another address: none of them is news again, and no other report is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from pathlib import Path

import pytest

from digest.config import parse_config
from digest.http import Client
from digest.models import EditionData
from digest.pipeline import collect, publish
from digest.store import open_store
from tests.support.webserver import Route, WebServer

MORNING = datetime(2026, 3, 9, 6, 30, tzinfo=UTC)
DAY = timedelta(days=1)
SITE = "gullbay.example"

PLACES = (
    "Arden",
    "Brask",
    "Corvo",
    "Dunmere",
    "Ellery",
    "Ferris",
    "Gorse",
    "Hollin",
    "Ivar",
    "Jessop",
    "Kessel",
)
TOPICS = {
    "ferry": (
        "Ferry to {place} runs on rapeseed oil",
        "The ferry to {place} has run on rapeseed oil since Sunday. Passengers say that it smells of chips.",
    ),
    "bells": (
        "{place} gießt seine Glocken neu",
        "In {place} werden vier Glocken neu gegossen, weil die alten gesprungen sind, sagt der Küster.",
    ),
    "cellar": (
        "{place} : une cave du XIIe siècle retrouvée",
        "Des maçons de {place} ont retrouvé sous l'école une cave du XIIe siècle, avec ses tonneaux intacts.",
    ),
    "oranges": (
        "Los naranjos de {place} florecen en marzo",
        "Los naranjos de {place} florecen este año en marzo, un mes antes que de costumbre.",
    ),
    "museum": (
        "{place}博物馆展出旧月球地图",
        "{place}博物馆从周日起展出手绘的旧月球地图，展览持续到秋天结束为止。",
    ),
    "bridge": (
        "Мост в городе {place} закрыт до осени",
        "Мост через реку в городе {place} закрыт до осени: инженеры нашли трещины в двух опорах.",
    ),
    "short": ("Baker of {place} wins the rye medal", ""),
    "owls": (
        "{place} liczy sowy",
        "Leśnicy z {place} policzyli w lesie sowy i znaleźli ich dwa razy więcej niż przed rokiem.",
    ),
}


@dataclass(frozen=True)
class Report:
    """A report; number is unique. dated: its feed says when it appeared."""

    number: int
    title: str
    text: str
    dated: bool = True
    appeared: datetime = MORNING - DAY / 8

    @property
    def slug(self) -> str:
        return f"report-{self.number}"


Address = tuple[str, str]
"""(link, guid)"""

CHANGES: dict[str, tuple[Callable[[Report], Address], Callable[[Report, int], Address]]] = {
    "https": (
        lambda report: (f"http://{SITE}/{report.slug}", ""),
        lambda report, day: (f"https://{SITE}/{report.slug}", ""),
    ),
    "https in the guid, too": (
        lambda report: (f"http://{SITE}/{report.slug}", f"http://{SITE}/{report.slug}"),
        lambda report, day: (f"https://{SITE}/{report.slug}", f"https://{SITE}/{report.slug}"),
    ),
    "www": (
        lambda report: (f"https://{SITE}/{report.slug}", f"{report.number}"),
        lambda report, day: (f"https://www.{SITE}/{report.slug}", f"{report.number}"),
    ),
    "slash": (
        lambda report: (f"https://{SITE}/{report.slug}", ""),
        lambda report, day: (f"https://{SITE}/{report.slug}{'/' * (day % 2)}", ""),
    ),
    "slug": (
        lambda report: (f"https://{SITE}/{report.slug}", f"tag:{SITE}:{report.number}"),
        lambda report, day: (f"https://{SITE}/{report.slug}-{day}", f"tag:{SITE}:{report.number}"),
    ),
    "slug without a guid": (
        lambda report: (f"https://{SITE}/{report.slug}", ""),
        lambda report, day: (f"https://{SITE}/{report.slug}-{day}", ""),
    ),
    "session": (
        lambda report: (f"https://{SITE}/{report.slug};jsessionid=0F00AA00{report.number}", ""),
        lambda report, day: (f"https://{SITE}/{report.slug};jsessionid={day}F11BB22{report.number}", ""),
    ),
    "parameters": (
        lambda report: (f"https://{SITE}/?id={report.number}&PHPSESSID=aaaabbbbcccc", ""),
        lambda report, day: (f"https://{SITE}/?PHPSESSID={day}ddddeeeeffff&id={report.number}", ""),
    ),
    "domain": (
        lambda report: (f"https://{SITE}/{report.slug}", f"{report.number}"),
        lambda report, day: (f"https://news{day}.example/gullbay/{report.slug}", f"{report.number}"),
    ),
    "guid and slug": (
        lambda report: (f"https://{SITE}/{report.slug}", f"first-{report.number}"),
        lambda report, day: (f"https://{SITE}/a/{report.slug}-{day}", f"later-{day}-{report.number}"),
    ),
    "no link": (
        lambda report: ("", f"uuid-{report.number}"),
        lambda report, day: ("", f"uuid-{day}-{report.number}"),
    ),
    "mobile": (
        lambda report: (f"https://www.{SITE}/{report.slug}", ""),
        lambda report, day: (f"https://m.{SITE}/{report.slug}{'/amp' * (day % 2)}", ""),
    ),
}


def write_feed(name: str, entries: list[tuple[Report, Address]]) -> Route:
    items = []
    for report, (link, guid) in entries:
        fields = f"<title>{escape(report.title)}</title><description>{escape(report.text)}</description>"
        fields += f"<link>{escape(link)}</link>" if link else ""
        fields += f'<guid isPermaLink="false">{escape(guid)}</guid>' if guid else ""
        fields += f"<pubDate>{format_datetime(report.appeared)}</pubDate>" if report.dated else ""
        items.append(f"<item>{fields}</item>")
    body = f"<rss version='2.0'><channel><title>{name}</title>{''.join(items)}</channel></rss>"
    return Route(body.encode(), headers={"Content-Type": "application/xml"})


def publish_days(
    folder: Path, days: list[dict[str, list[tuple[Report, Address]]]], again: int = 1
) -> list[EditionData]:
    """Publish consecutive days, and each so many times again. days: {feed: its entries} of each."""
    editions = []
    with closing(WebServer()) as web:
        sources = "".join(f'[[sources]]\nfeed = "{web.url(f"/{name}")}"\n' for name in days[0])
        settings = "[digest]\nmax_stories = 500\nper_section = 500\n[collect]\nfull_text = 'never'\n"
        text = f"version = 1\n{sources}{settings}[output]\nformats = ['json']\n"
        config = parse_config(text, folder / "digest.toml", {}, {})
        with open_store(config.store_url) as store:
            for number, feeds in enumerate(days):
                now = MORNING + number * DAY
                web.routes = {f"/{name}": write_feed(name, rows) for name, rows in feeds.items()}
                collect(config, store, Client(private_hosts=("127.0.0.1",)), now, map)
                editions.append(publish(config, store, now.date(), now, map).data)
                (path,) = folder.rglob(f"*{now.date()}*.json")
                written = path.read_bytes()
                for time in range(1, again + 1):
                    store.editions.save_written(now.date(), "")  # so that it is really built again
                    path.unlink()
                    made = publish(config, store, now.date(), now + time * DAY / 48, map)
                    assert (made.data, path.read_bytes()) == (editions[-1], written)
    return editions


def list_titles(edition: EditionData) -> list[str]:
    return sorted(article["title"] for story in edition["stories"] for article in story["articles"])


def make_reports() -> Iterator[Report]:
    """Yield reports in seven languages; some without text, and some of the others without a date."""
    names = [one + other.lower() + end for end in ("", "ham") for one in PLACES for other in PLACES]
    for number, place in enumerate(names):
        topic = list(TOPICS)[number % len(TOPICS)]
        title, text = (part.format(place=place) for part in TOPICS[topic])
        yield Report(number, title, text, dated=not text or number % 5 > 0)


@pytest.mark.slow
def test_two_hundred_reports_at_other_addresses_are_not_news_again(tmp_path: Path) -> None:
    reports = make_reports()
    by_change = {change: [next(reports) for _ in range(17)] for change in CHANGES}
    days = []
    for day in range(3):
        feeds = {}
        for number, (change, rows) in enumerate(by_change.items()):
            before, after = CHANGES[change]
            feeds[f"feed{number}"] = [(row, after(row, day) if day else before(row)) for row in rows]
        new = Report(900 + day, f"Lock number {day} of the canal opens", "Barges wait no longer.", False)
        feeds["feed0"].append((new, (f"https://{SITE}/{new.slug}", "")))
        days.append(feeds)
    first, *others = publish_days(tmp_path, days, again=5)
    expected = {row.title for rows in by_change.values() for row in rows}
    assert len(expected) == 204
    assert expected <= set(list_titles(first))
    assert [list_titles(edition) for edition in others] == [
        ["Lock number 1 of the canal opens"],
        ["Lock number 2 of the canal opens"],
    ]


def test_a_corrected_report_at_another_address_is_not_news_again(tmp_path: Path) -> None:
    before = Report(1, "Bakery of Arden closes after ninety years", " ".join(TOPICS["ferry"][1:]) * 2)
    after = replace(
        before, title="Bakery of Arden to close after 91 years", text=f"{before.text} A guild helps."
    )
    days = [
        {"feed": [(before, (f"https://{SITE}/bakery-90", "tag:1"))]},
        {"feed": [(after, (f"https://{SITE}/bakery-91", "tag:1"))]},
    ]
    assert [list_titles(edition) for edition in publish_days(tmp_path, days)] == [[before.title], []]


def test_a_report_that_is_listed_at_both_addresses_is_not_news_again(tmp_path: Path) -> None:
    (report, _, other, *_) = make_reports()
    entry = (report, (f"https://{SITE}/one", ""))
    days = [
        {"feed": [entry]},
        {"feed": [entry, (report, (f"https://{SITE}/two", "")), (other, (f"https://{SITE}/three", ""))]},
    ]
    assert [list_titles(edition) for edition in publish_days(tmp_path, days)] == [
        [report.title],
        [other.title],
    ]


@pytest.mark.parametrize("guid", ["1", "the-newest", ""], ids=["numbered anew", "one for all", "none"])
def test_other_reports_with_the_same_guid_or_form_are_news(tmp_path: Path, guid: str) -> None:
    reports = list(make_reports())[:6]
    days = [
        {"feed": [(row, (f"https://{SITE}/?id={10 * day + place}", guid)) for place, row in enumerate(rows)]}
        for day, rows in enumerate((reports[:3], reports[3:]))
    ]
    titles = [list_titles(edition) for edition in publish_days(tmp_path, days)]
    assert titles == [sorted(row.title for row in rows) for rows in (reports[:3], reports[3:])]


def test_a_daily_formula_is_news_each_day(tmp_path: Path) -> None:
    def write_day(day: int) -> dict[str, list[tuple[Report, Address]]]:
        appeared = MORNING + day * DAY - DAY / 8
        report = Report(day, "Tonight's forecast", "Hear it here.", appeared=appeared)
        return {"feed": [(report, (f"https://{SITE}/forecast/{day}", ""))]}

    editions = publish_days(tmp_path, [write_day(day) for day in range(3)])
    assert [list_titles(edition) for edition in editions] == [["Tonight's forecast"]] * 3
