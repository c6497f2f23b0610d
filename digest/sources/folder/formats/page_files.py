"""Read articles from saved web pages and saved feeds."""

from __future__ import annotations

from dataclasses import replace

from digest.errors import SourceError
from digest.sources.article_drafts import Contents, Fault
from digest.sources.folder.formats.saved_link_files import is_bookmark_list, read_bookmarks
from digest.sources.folder.saved_file import SavedFile
from digest.sources.page.page_reader import decode_page, extract_articles


def read_page_file(file: SavedFile) -> Contents:
    """Read a saved web page, which may contain several articles, or be a list of bookmarks.

    Cost: linear in its size.
    """
    if is_bookmark_list(file.body):
        return read_bookmarks(file)
    drafts = extract_articles(decode_page(file.body), "", file.saved_at)
    return drafts or (Fault("not_an_article", "the page is not an article"),)


def read_feed_file(file: SavedFile) -> Contents:
    """Read a saved feed: RSS, Atom or RDF. Cost: linear in its size."""
    from digest.sources.feed.feed_parser import parse_feed  # here, because its parser is slow to import

    try:
        feed = parse_feed(file.body, address=file.address)
    except SourceError as error:
        return (Fault("not_an_article", error.message),)
    return tuple(replace(entry, source=entry.source or feed.title) for entry in feed.entries)
