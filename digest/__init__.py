"""Collect articles, group them into stories, summarize them extractively, and render an edition.

The public API is what `__all__` names; docs/api.md shows it with examples. Everything else in this package is
private and may change in any release. Importing `digest` is cheap: each function imports what it needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.runtime.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from datetime import date, datetime
    from os import PathLike

    from digest.config import Config
    from digest.errors import SourceError
    from digest.models import Article, EditionData, Sentence, Story

__all__ = ["__version__", "build_edition", "collect", "group", "load_config", "render", "summarize"]

# No other module of the package may import this one: its functions import from every layer.


def load_config(path: str | PathLike[str] | None = None, *, edition: str = "") -> Config:
    """Load a configuration file.

    Args:
        path: the TOML file. None looks where the commands look: $DIGEST_CONFIG, ./digest.toml,
            ./config/digest.toml, digest.toml in the user's configuration folder.
        edition: the name of a row of [[editions]], whose values then replace those of the file.

    Raises:
        ConfigError: there is no such file or edition, or the file has mistakes; the message lists all of
            them, with lines.
    """
    from pathlib import Path

    from digest.config import list_edition_configs
    from digest.errors import ConfigError
    from digest.runtime.environment import find_config

    config = find_config(None if path is None else Path(path))
    if not edition:
        return config
    editions = {own.edition: own for own in list_edition_configs(config) if own.edition}
    if edition not in editions:
        known = f"There are {', '.join(editions)}." if editions else "It has no [[editions]]."
        raise ConfigError(str(config.file), f"there is no edition {edition}", known)
    return editions[edition]


def collect(
    sources: Config | str | PathLike[str] | Iterable[str | PathLike[str]],
    *,
    now: datetime | None = None,
    on_error: Callable[[SourceError], None] | None = None,
) -> tuple[Article, ...]:
    """Read the articles of feeds and folders. Nothing is stored: every call reads everything.

    Args:
        sources: a configuration, or one or more sources: folders, or addresses of feeds (http, https).
        now: the current time, with a time zone. None reads the clock.
        on_error: called with the error of each source that fails. None raises the first error, after all
            sources were read.

    Returns:
        The articles, each id once, newest first.

    Raises:
        SourceError: a source failed and there is no `on_error`; or there are no sources.

    Cost: linear in what the sources send. Up to `[collect] at_once` sources are read at the same time.
    """
    from digest.pipeline import read_articles
    from digest.runtime.environment import make_client, open_maps, read_clock

    config = _find_sources(sources)
    with open_maps(config) as (read_map, _):
        articles, failures = read_articles(config, make_client(config), now or read_clock(), read_map)
    for error in failures:
        if on_error is None:
            raise error
        on_error(error)
    return articles


def group(articles: Iterable[Article], *, threshold: float | None = None) -> tuple[Story, ...]:
    """Group articles into stories: one story for each event.

    Args:
        articles: any number in any order, each id once.
        threshold: the mean similarity at which two groups become one story, above 0. None takes the default,
            which needs no tuning.

    Returns:
        Every article in exactly one story; the stories by the time of their earliest article. The first
        article of a story is its lead.

    Cost: about n^1.1 for n articles.
    """
    from dataclasses import replace

    from digest.grouping import DEFAULT_SETTINGS, group_articles

    settings = DEFAULT_SETTINGS if threshold is None else replace(DEFAULT_SETTINGS, threshold=threshold)
    return group_articles(tuple(articles), settings=settings)


def summarize(
    source: Story | Sequence[str], *, words: int = 80, method: str = "news", language: str | None = None
) -> tuple[Sentence, ...]:
    """Choose the sentences that summarize a story, or texts on one event.

    Args:
        source: a story; or plain texts, the earliest first, with a blank line between paragraphs.
        words: the target length, 1 or more.
        method: "news", "lead", a method of sumy ("lex-rank", "lsa", …), or "module:function".
        language: of the texts, as ISO 639-1. None detects it in each text. The articles of a story have their
            own languages.

    Returns:
        Sentences in reading order, word for word as in the text. `article` is the index of the article or
        text, `position` the index of the sentence in it.

    Raises:
        ConfigError: there is no such method.
    """
    from digest.models import Story
    from digest.summarizers import summarize_story, summarize_texts

    if isinstance(source, Story):
        return summarize_story(source, method=method, words=words, single_words=words).sentences
    return summarize_texts(source, words=words, method=method, language=language)


def build_edition(
    articles: Iterable[Article],
    config: Config | None = None,
    *,
    now: datetime | None = None,
    day: date | None = None,
) -> EditionData:
    """Build an edition: group, rank and summarize articles, and compute what a page shows.

    Args:
        articles: any number in any order, each id once.
        config: rules, sections, lengths and limits; articles older than `[digest] window_hours` are left out.
            None takes the defaults, and articles of any age.
        now: the time of the edition, with a time zone. None reads the clock.
        day: the date of the edition. None takes the date of `now` in the configured time zone.

    Returns:
        The edition as JSON-safe data, as edition.schema.json describes it. The same arguments give the same
        data.
    """
    from digest.editions.article_rules import apply_rules
    from digest.editions.article_selection import open_window
    from digest.editions.builder import build_edition as build
    from digest.editions.serialize import serialize_edition
    from digest.models import EditionInputs
    from digest.runtime.environment import open_maps, read_clock

    hours = config.digest.window_hours if config else 0
    config = config or _make_config()
    now = now or read_clock()
    window = open_window(now, hours, None)
    day = day or now.astimezone(config.zone).date()
    inputs = apply_rules(EditionInputs(tuple(articles)), config, window)
    with open_maps(config) as (_, work_map):
        edition = build(inputs, config, day, window, work_map)
    return serialize_edition(edition)


def render(
    edition: EditionData, formats: Collection[str] = ("html",), config: Config | None = None
) -> dict[str, str | bytes]:
    """Render an edition as files.

    Args:
        edition: from `build_edition`, or loaded from a JSON edition.
        formats: "html", "markdown", "text", "json", "mail", "rss", "atom", "epub", "pdf", or file names of
            your own templates.
        config: its theme, templates and filters. None takes the defaults.

    Returns:
        {file name: content}, in the order of the formats.

    Raises:
        RenderError: a format is unknown, a template has a mistake, or an extra is not installed.
    """
    from dataclasses import replace

    from digest.publishing.site import render_settings
    from digest.rendering import render_edition

    settings = render_settings(config or _make_config())
    # A single edition has no archive beside it.
    return render_edition(edition, replace(settings, formats=tuple(formats), archive=False))


def _find_sources(sources: Config | str | PathLike[str] | Iterable[str | PathLike[str]]) -> Config:
    """Return a configuration that lists the sources, relative folders counted from the working folder."""
    from os import PathLike

    from digest.config import Config

    if isinstance(sources, Config):
        return sources
    listed = [sources] if isinstance(sources, str | PathLike) else list(sources)
    places = [str(place) for place in listed]
    return _make_config(
        [
            {"feed": place} if place.startswith(("http://", "https://")) else {"folder": place}
            for place in places
        ]
    )


def _make_config(sources: Sequence[dict[str, str]] = ()) -> Config:
    """Return the default configuration with these rows of [[sources]]."""
    from pathlib import Path

    from digest.config import Config

    return Config.model_validate({"version": 1, "sources": list(sources), "folder": Path.cwd()})
