"""Fetch the full text of articles whose feed has only teasers: each page once, obeying robots.txt."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from statistics import median

from digest.errors import SourceError
from digest.http import Client, Request, Response
from digest.http.robots import Robots
from digest.models import Article, Collected, Source, Visit
from digest.sources.article_drafts import Draft
from digest.sources.conditional_fetch import PARSE_LOCK
from digest.sources.dates import limit_date
from digest.sources.diagnosis import is_bot_check
from digest.sources.feed.entry_links import is_media_file
from digest.sources.feed_entries import drop_recurring_phrases
from digest.sources.page.paywalls import is_paid, matches_teaser, remove_paywall_prompts
from digest.sources.page_refresh import fetch_through_refresh
from digest.text import detect_language

MAX_PAGES = 20
"""How many pages are requested in one visit to a source; the others are requested in later visits."""

MAX_AGE = timedelta(days=3)
"""Older articles are in no edition, so their pages need not be read."""

_ACCEPT = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"
# A text with fewer characters may be a teaser.
_MAX_TEASER = 700
_CUT_OFF = re.compile(r"(?:\.\.\.|…|\[…\]|\[\.\.\.\])[\])»”\"]{0,8}(?:\W{0,40}+\b[^.…\n]{1,40}[»>→]?)?$")
# The text of a page replaces the teaser if it is this many times as long.
_MIN_GAIN = 1.2
_DAY = timedelta(days=1)
# After this many failed requests in a row, the other pages are not requested.
_MAX_FAILURES = 2


def add_full_texts(collected: Collected, visit: Visit, client: Client) -> Collected:
    """Return the result of a visit with the texts of pages in place of teasers.

    The source decides (full_text): "never", "always", or "auto" for the texts that is_teaser recognizes. The
    page of an article is requested once, when the article is new; robots.txt is obeyed; at most MAX_PAGES
    pages are requested in one visit, the newest first, and none after two failures in a row. If a page has
    no text or is behind a paywall or another barrier, the teaser remains and the warnings give the reason.
    Cost: a request and about 25 ms for each page.
    """
    source = visit.source
    if source.full_text == "never" or not collected.articles:
        return collected
    median_length = median(len(article.text) for article in collected.articles)
    ids = {article.id for article in collected.articles}
    requested = ids.intersection(visit.state.pages)
    wanted = [
        article
        for article in collected.articles
        if article.id not in requested
        and (source.full_text == "always" or is_teaser(article.text, median_length))
        and article.url.startswith("http")
        and not article.is_backlog
        and not is_media_file(article.url)
        and visit.now - article.moment <= MAX_AGE
    ]
    if not wanted:
        return replace(collected, state=replace(collected.state, pages=tuple(sorted(requested))))
    robots = Robots(client, source.location, source.timeout, visit.now)
    max_pages = 1 if robots.has_crawl_delay(wanted[0].url) else MAX_PAGES
    found, tried, warnings = _read_pages(wanted[:max_pages], source, client, robots, visit.now)
    state = replace(collected.state, pages=tuple(sorted(requested | tried)))
    if len(wanted) > len(tried):
        # Without validators the next visit reads the feed again, changed or not, for the other pages.
        state = replace(state, etag="", modified="", body="")
    articles = tuple(found.get(article.id, article) for article in collected.articles)
    return replace(collected, articles=articles, state=state, warnings=(*collected.warnings, *warnings))


def is_teaser(text: str, median_length: float) -> bool:
    """Whether a text in a feed is only a teaser of the article.

    median_length: the median length of the texts of the feed, in characters. A short text in a feed of long
    ones is a short article, unless it breaks off.
    """
    return len(text) < _MAX_TEASER and (
        median_length < _MAX_TEASER or not text or _CUT_OFF.search(text[-80:]) is not None
    )


def _read_pages(
    wanted: list[Article], source: Source, client: Client, robots: Robots, now: datetime
) -> tuple[dict[str, Article], set[str], list[str]]:
    """Return {id: article with the text of its page}, the ids of the requested pages, and warnings."""
    drafts: dict[str, Draft] = {}
    tried: set[str] = set()
    reasons: dict[str, str] = {}
    failures = 0
    for article in wanted:
        if failures == _MAX_FAILURES:
            break
        tried.add(article.id)
        try:
            response = _fetch_page(article.url, source, client, robots)
        except SourceError as error:
            reasons[article.id] = error.message
            failures += 1
            continue
        failures = 0
        try:
            with PARSE_LOCK:
                drafts[article.id] = _read_page(response, now)
        except SourceError as error:
            reasons[article.id] = error.message
    found: dict[str, Article] = {}
    words = drop_recurring_phrases(drafts.values())
    for (id_, draft), (title, whole) in zip(drafts.items(), words, strict=True):
        article = next(article for article in wanted if article.id == id_)
        text, has_prompt = remove_paywall_prompts(whole)
        if reason := _find_problem(article, text, has_prompt):
            reasons[id_] = reason
        else:
            found[id_] = _complete(article, replace(draft, title=title, text=text), now)
    warnings = [f"{article.title}: {reasons[article.id]}" for article in wanted if article.id in reasons]
    if failures == _MAX_FAILURES:
        warnings.append("its other pages were not requested")
    return found, tried, warnings


def _fetch_page(url: str, source: Source, client: Client, robots: Robots) -> Response:
    if not robots.is_allowed(url):
        raise SourceError(url, "its site does not allow programs to read its page (robots.txt)")
    request = Request(
        url,
        headers=source.headers,
        origin=source.location,
        accept=_ACCEPT,
        timeout=source.timeout,
        max_bytes=source.max_bytes,
    )
    response, _ = fetch_through_refresh(client, request)
    if response.error:
        raise response.error
    if response.cut_off:
        raise SourceError(url, "its page breaks off")
    if response.url != url and not robots.is_allowed(response.url):
        raise SourceError(url, "it redirects to a site that does not allow programs to read it (robots.txt)")
    return response


def _read_page(response: Response, now: datetime) -> Draft:
    """Extract the article of a page. Raises SourceError if there is none or access is blocked."""
    from digest.sources.page.page_reader import (  # late: trafilatura takes a second
        decode_page,
        extract_articles,
    )

    if "html" not in (response.header("content-type") or "html").lower():
        raise SourceError(response.url, "its address does not lead to a web page")
    html = decode_page(response.body, response.charset)
    if is_bot_check(html):
        raise SourceError(response.url, "a bot check blocks its page")
    if is_paid(html):
        raise SourceError(response.url, "its page is for subscribers only")
    try:
        drafts = extract_articles(html, response.url, now)
    except Exception as error:  # a page that cannot be processed is no reason to lose the feed
        message = f"the program failed on its page ({type(error).__name__}: {error})"
        raise SourceError(response.url, message) from error
    if not drafts:
        raise SourceError(response.url, "there is no article on its page")
    return drafts[0]


def _find_problem(article: Article, text: str, has_prompt: bool) -> str:
    """Return why the text of a page is not that of the article, or "".

    has_prompt: a paywall prompt ended the text.
    """
    if len(text) < _MIN_GAIN * len(article.text):
        return "its page is behind a paywall" if has_prompt else "its page has no more text than the feed"
    if not matches_teaser(text, f"{article.title} {article.text}", article.language):
        return "its page is about something else"
    return ""


def _complete(article: Article, draft: Draft, now: datetime) -> Article:
    """Return the article with the text of its page, and with the metadata that its feed lacks."""
    published = article.published
    page_date = limit_date(draft.published, now)
    # A feed that gives only the day means midnight; the page may give the hour.
    is_day = published is not None and (published.hour, published.minute, published.second) == (0, 0, 0)
    if page_date and (published is None or (is_day and abs(page_date - published) <= _DAY)):
        published = page_date
    takes_title = article.title_derived and bool(draft.title)
    language = article.language
    if language == "und":
        language = detect_language(draft.text, draft.language)
    return replace(
        article,
        title=draft.title if takes_title else article.title,
        title_derived=article.title_derived and not takes_title,
        text=draft.text,
        published=published,
        author=article.author or draft.author,
        image=article.image or draft.image,
        image_alt=article.image_alt if article.image else draft.image_alt,
        language=language,
        from_page=True,
    )
