"""Find the time of the latest post on a page of live coverage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from lxml.html import HtmlElement

from digest.sources.date_hints import DateHints
from digest.sources.dates import parse_date

_MIN_POSTS = 3
# Reading a time in an odd form takes a tenth of a millisecond.
_MAX_TIMES = 1_000
# A post is the element that its <time> begins, so many levels above it.
_LEVELS = 3

_Column = tuple[HtmlElement, str, str]
"""(the element that holds the posts, the tag of each of them, their class)"""


def find_latest_post(tree: HtmlElement, moment: datetime, hints: DateHints) -> datetime:
    """Return the time of the latest post if a time on a page is that of a post, else this time.

    moment: what was found beside the headline. hints: of the page. Posts are elements of one kind side by
    side, three at least, each of which begins with a <time>; the first thousand are read. Cost: linear.
    """
    columns: defaultdict[_Column, list[datetime]] = defaultdict(list)
    for element in islice(tree.iter("time"), _MAX_TIMES):
        date = parse_date(element.get("datetime") or "", hints)
        if date:
            for box in islice(_climb(element), _LEVELS):
                columns[box.getparent(), box.tag, box.get("class", "")].append(date)
    posts = (dates for dates in columns.values() if len(dates) >= _MIN_POSTS and moment in dates)
    return max((max(dates) for dates in posts), default=moment)


def _climb(element: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the elements that begin with this one, innermost first."""
    box = element.getparent()
    while (
        box is not None and box.getparent() is not None and box[0] is element and not (box.text or "").strip()
    ):
        yield box
        element, box = box, box.getparent()
