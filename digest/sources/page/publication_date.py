"""Find when the article of a page was published: as declared, in its dateline, in its address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from lxml.html import HtmlElement

from digest.sources.date_hints import find_hints
from digest.sources.dates import FIRST_YEAR, parse_date
from digest.sources.page.datelines import find_dateline
from digest.sources.page.live_posts import find_latest_post
from digest.sources.page.structured_data import JsonObject, find_page_date, read_text

# The letters of the names of <meta> elements, most certain first.
_META_NAMES = (
    "articlepublishedtime",
    "ogpublishedtime",
    "ogarticlepublishedtime",
    "datepublished",
    "articlepublished",
    "parselypubdate",
    "sailthrudate",
    "publishdate",
    "publicationdate",
    "originalpublicationdate",
    "pubdate",
    "publishedat",
    "publishtime",
    "publishedtime",
    "publishedtimestamp",
    "btpubdate",
    "cxenseparserecspublishtime",
    "rnewsdatepublished",
    "citationpublicationdate",
    "citationdate",
    "prismpublicationdate",
    "dcdateissued",
    "dcdatepublished",
    "dctermsissued",
    "dctermscreated",
    "dcdatecreated",
    "dcdate",
    "dctermsdate",
    "articledateoriginal",
    "articlecreated",
    "dateissued",
    "datecreated",
    "displaydate",
    "date",
)
# /2026/03/05/, /2026-03-05-a-title, /20260305/; digits beside a date make it a number of something else.
_ADDRESS_DATE = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:(?P<mark>[/_.-])(?P<month>\d\d?)(?P=mark)(?P<day>\d\d?)|(?P<digits>/?\d{4}))(?!\d)"
)
_PATH = re.compile(r"[a-z]+://[^/?#]+([^?#]*)", re.IGNORECASE)
_ONE_DAY = timedelta(days=1)


def find_publication_date(
    tree: HtmlElement,
    names: Mapping[str, str],
    article: JsonObject,
    address: str,
    headline: str,
    language: str,
) -> datetime | None:
    """Return when the article of a page was published, in UTC, or None if the page does not say so.

    names: the <meta> contents by the letters of their names. article: its structured data. address: of the
    page, or "". headline: its title. language: as declared, or "".

    What the page declares is taken first, then the date beside its headline, then the day in its address,
    which overrules a date beside the headline that differs by more than a day: that one may be of an update.
    Live coverage has the time of its latest post, unless it declares one. The date of a modification, a
    comment, another article or an event is never taken. Cost: linear.
    """
    hints = find_hints(language, address)
    for text in _list_declared(tree, names, article):
        # Some systems declare the year 1 or 1970 where they have no date.
        if text and (date := parse_date(text, hints)) and date.year >= FIRST_YEAR:
            return date
    dateline, day = find_dateline(tree, headline, hints), read_address_date(address)
    dateline = dateline and find_latest_post(tree, dateline, hints)
    if dateline and day and abs(dateline - day) > 2 * _ONE_DAY:
        return day
    return dateline or day


def read_address_date(address: str) -> datetime | None:
    """Return the day that the path of an address contains, as midnight UTC, or None."""
    path = _PATH.match(address)
    for found in _ADDRESS_DATE.finditer(path[1]) if path else ():
        digits = (found["digits"] or "").lstrip("/")
        month, day = (digits[:2], digits[2:]) if digits else (found["month"], found["day"])
        try:
            return datetime(int(found["year"]), int(month), int(day), tzinfo=UTC)
        except ValueError:
            continue
    return None


def _list_declared(tree: HtmlElement, names: Mapping[str, str], article: JsonObject) -> Iterator[str]:
    yield read_text(article.get("datePublished"))
    for name in _META_NAMES:
        yield names.get(name, "")
    yield find_page_date(tree)
    yield read_text(article.get("dateCreated"))
