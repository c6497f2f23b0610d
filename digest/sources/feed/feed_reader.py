"""Read the feeds of the web: RSS, Atom, RDF and JSON Feed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.http import Client, Response
from digest.models import Collected, Visit
from digest.sources.conditional_fetch import fetch_if_changed

if TYPE_CHECKING:
    from digest.sources.feed_entries import Feed

# What parses feeds is imported inside the functions: a round with nothing new parses none.

ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"


def read_feed(visit: Visit, client: Client) -> Collected:
    """Fetch a feed if it has changed; return its articles, newest first, and the new state.

    If it has only teasers, the pages of its new articles are read; see add_full_texts. Of the entries without
    a readable date that the first visit finds, all but the first FIRST_UNDATED are marked as backlog.

    An error response becomes a failure in the result, with the time before which the feed should not be
    requested again. Raises SourceError if there is no response or no feed in it. Cost: linear.
    """

    def parse(response: Response) -> Feed:
        from digest.sources.feed.feed_parser import parse_feed

        return parse_feed(
            response.body,
            address=response.url,
            charset=response.charset,
            max_bytes=visit.source.max_bytes,
            language=visit.source.language or "",
        )

    collected = fetch_if_changed(visit, client, ACCEPT, parse)
    if not collected.articles:
        return collected
    from digest.sources.feed.fulltext import add_full_texts
    from digest.sources.feed_entries import mark_backlog

    return add_full_texts(mark_backlog(collected, visit), visit, client)
