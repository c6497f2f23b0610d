"""Whole texts where a feed gives only teasers: the page of each article, asked for once, and politely."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from statistics import median

from digest.errors import SourceError
from digest.http import Client, Request, Response
from digest.http.robots import Robots
from digest.models import Article, Collected, Source, Visit
from digest.sources.conditional_fetch import ONE_READER
from digest.sources.dates import is_possible
from digest.sources.diagnosis import is_bot_check
from digest.sources.draft import Draft
from digest.sources.entries import drop_recurrences
from digest.sources.page.paywalls import is_paid, part_invitations, tells_of
from digest.text import detect_language

MOST_PAGES = 20
"""So many pages are asked for in one visit to a source; the others wait for the next ones."""

RECENT = timedelta(days=3)
"""An article that is older is in no edition, and its page need not be read."""

_ACCEPT = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"
# A text of fewer characters may be a teaser.
_TEASER = 700
_CUT_OFF = re.compile(r"(?:\.\.\.|…|\[…\]|\[\.\.\.\])[\])»”\"]*(?:\W*\b[^.…\n]{1,40}[»>→]?)?$")
# A page must give so many times the teaser to be worth it.
_LONGER = 1.2
_DAY = timedelta(days=1)
# After so many pages in a row that do not come, the others are not asked for.
_PATIENCE = 2


def complete_articles(collected: Collected, visit: Visit, client: Client) -> Collected:
    """Return what a visit to a feed brought, with the texts of pages where the feed has only teasers.

    Whether that is done, the source says (full_text): "never", "always", or "auto", for the texts that are
    teasers by the measure of is_teaser. The page of an article is asked for once, when it is new;
    robots.txt is obeyed; at most MOST_PAGES are asked for in one visit, the newest first, and none after
    two in a row that do not come. Where a page has no text, or one for those who pay, or stands behind a
    wall, the teaser stands, and the warnings say why. Cost: a request and some 25 ms for each page.
    """
    source, state = visit.source, visit.state
    if source.full_text == "never" or not collected.articles:
        return collected
    usual = median(len(article.text) for article in collected.articles)
    ids = {article.id for article in collected.articles}
    asked = ids.intersection(state.pages)
    wanted = [
        article
        for article in collected.articles
        if article.id not in asked
        and article.url.startswith("http")
        and visit.now - article.moment <= RECENT
        and (source.full_text == "always" or is_teaser(article.text, usual))
    ]
    if not wanted:
        return replace(collected, state=replace(collected.state, pages=tuple(sorted(asked))))
    robots = Robots(client, source.location, source.timeout)
    most = 1 if robots.wants_pauses(wanted[0].url) else MOST_PAGES
    found, tried, warnings = _read_pages(wanted[:most], source, client, robots, visit.now)
    known = replace(collected.state, pages=tuple(sorted(asked | tried)))
    if len(wanted) > len(tried):
        # The feed must be read again, changed or not, for the sake of the other pages.
        known = replace(known, etag="", modified="", body="")
    articles = tuple(found.get(article.id, article) for article in collected.articles)
    return replace(collected, articles=articles, state=known, warnings=(*collected.warnings, *warnings))


def is_teaser(text: str, usual: float) -> bool:
    """Whether a text in a feed is there to make one read the article.

    usual: the middle length of the feed's texts, in characters. A short text in a feed of long ones is a
    short article, unless it breaks off.
    """
    breaks_off = not text or _CUT_OFF.search(text[-80:]) is not None
    return len(text) < _TEASER and (usual < _TEASER or breaks_off)


def _read_pages(
    wanted: list[Article], source: Source, client: Client, robots: Robots, now: datetime
) -> tuple[dict[str, Article], set[str], list[str]]:
    """{id: the article with the text of its page}, the ids of those tried, and why some are without."""
    drafts: dict[str, Draft] = {}
    tried: set[str] = set()
    reasons: dict[str, str] = {}
    failures = 0
    for article in wanted:
        if failures == _PATIENCE:
            break
        tried.add(article.id)
        try:
            response = _ask(article.url, source, client, robots)
        except SourceError as error:
            reasons[article.id] = error.message
            failures += 1
            continue
        failures = 0
        try:
            with ONE_READER:
                drafts[article.id] = _read(response, now)
        except SourceError as error:
            reasons[article.id] = error.message
    found: dict[str, Article] = {}
    for id_, draft in zip(drafts, drop_recurrences(drafts.values()), strict=True):
        article = next(article for article in wanted if article.id == id_)
        text, invited = part_invitations(draft.text)
        if reason := _find_fault(article, text, invited):
            reasons[id_] = reason
        else:
            found[id_] = _complete(article, replace(draft, text=text), now)
    warnings = [f"{article.title}: {reasons[article.id]}" for article in wanted if article.id in reasons]
    if failures == _PATIENCE:
        warnings.append("its other pages were not asked for")
    return found, tried, warnings


def _ask(url: str, source: Source, client: Client, robots: Robots) -> Response:
    if not robots.allow(url):
        raise SourceError(url, "its site does not let programs read its page (robots.txt)")
    response = client.fetch(
        Request(
            url,
            headers=source.headers,
            origin=source.location,
            accept=_ACCEPT,
            timeout=source.timeout,
            max_bytes=source.max_bytes,
        )
    )
    if refusal := response.refusal:
        raise refusal
    if response.cut_off:
        raise SourceError(url, "its page breaks off")
    if not robots.allow(response.url):
        raise SourceError(url, "its address leads to a site that does not let programs read it (robots.txt)")
    return response


def _read(response: Response, now: datetime) -> Draft:
    """The article of a page. Raises SourceError when there is none to be read."""
    from digest.sources.page.page_reader import (  # late: trafilatura takes a second
        decode_page,
        extract_articles,
    )

    if "html" not in (response.header("content-type") or "html").lower():
        raise SourceError(response.url, "its address leads to no web page")
    html = decode_page(response.body, response.charset)
    if is_bot_check(html):
        raise SourceError(response.url, "a bot check stands before its page")
    if is_paid(html):
        raise SourceError(response.url, "its page is for those who pay")
    try:
        drafts = extract_articles(html, response.url, now)
    except Exception as error:  # a page that its readers stumble over is no reason to lose the feed
        told = f"this program failed over its page ({type(error).__name__}: {error})"
        raise SourceError(response.url, told) from error
    if not drafts:
        raise SourceError(response.url, "there is no article on its page")
    return drafts[0]


def _find_fault(article: Article, text: str, invited: bool) -> str:
    """Why a page's text is not the article's, or ""; invited: it ended with an invitation to pay."""
    if len(text) < _LONGER * len(article.text):
        return "a paywall stands before its page" if invited else "its page says no more than the feed"
    if not tells_of(text, f"{article.title} {article.text}", article.language):
        return "its page tells of something else"
    return ""


def _complete(article: Article, draft: Draft, now: datetime) -> Article:
    """The article with the text of its page, and with what its feed did not say of it."""
    dated = draft.published if draft.published and is_possible(draft.published, now) else None
    told = article.published
    # A feed that gives the day only has it at midnight; the page may know the hour.
    is_day = told is not None and (told.hour, told.minute, told.second) == (0, 0, 0)
    if dated and (told is None or (is_day and abs(dated - told) <= _DAY)):
        told = dated
    unnamed = article.title_derived and bool(draft.title)
    language = article.language
    if language == "und":
        language = detect_language(draft.text, draft.language)
    return replace(
        article,
        title=draft.title if unnamed else article.title,
        title_derived=article.title_derived and not unnamed,
        text=draft.text,
        published=told,
        author=article.author or draft.author,
        image=article.image or draft.image,
        language=language,
        from_page=True,
    )
