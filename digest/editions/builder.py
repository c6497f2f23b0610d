"""An edition from what the store holds: select, group, continue, rank, summarise, put together.

Pure: the same holdings, configuration and clock give the same edition, whatever the summaries run on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from digest.config import Config
from digest.editions.planning import find_quiet, plan_stories, summarize_plan
from digest.editions.ranking import RankingSettings, place_stories, rank_stories, spread_subjects
from digest.editions.selection import (
    Selection,
    Window,
    draw_skyline,
    fold_copies,
    leave_out,
    select_articles,
)
from digest.grouping import (
    GroupingSettings,
    continue_stories,
    correct_published,
    correct_stories,
    find_series,
    group_articles,
    part_series,
    pick_up_threads,
    relate_stories,
)
from digest.models import Article, Edition, EditionInputs, LeftOut, Story, Summary
from digest.runtime.executors import Map
from digest.summarizers import SummarySettings

SAGA_REACH = 3
"""Stories of a saga are looked for among this many times as many as an edition holds."""


def make_edition(
    inputs: EditionInputs, config: Config, day: date, window: Window, work_map: Map, only: str = ""
) -> Edition:
    """The edition of a day.

    Args:
        day: its date in the reader's zone.
        window: what it is about; its end is the clock.
        work_map: what the summaries are made on.
        only: the one section it is to hold, or "" for all.
    """
    chosen = select_articles(
        inputs.articles,
        inputs.published,
        inputs.first_visits,
        window,
        config.digest.context_days,
        config.digest.mute,
    )
    earlier = (headline for headline in inputs.headlines if headline.moment <= window.end)
    series = find_series((*chosen.fresh, *chosen.context), earlier)
    stories, copies = fold_all(find_stories(chosen, inputs, config, series))
    muted = dict(inputs.corrections.muted)
    settings = ranking_settings(config, inputs, series)
    ranked = rank_stories(
        [story for story in stories if story.new and story.id not in muted], settings, window.end
    )
    wanted = [story for story in ranked if not only or story.section == only]
    top = wanted[: SAGA_REACH * config.digest.max_stories]
    related = relate_stories(top, stories)
    kept, below = place_stories((*spread_subjects(top, related), *wanted[len(top) :]), settings)
    plans = plan_stories(kept, stories, inputs, related, config.digest.in_full)
    told = tuple(work_map(partial(summarize_plan, settings=summary_settings(config)), plans))
    silent = (
        *(
            leave_out(article, "other_section")
            for story in ranked
            if only and story.section != only
            for article in story.originals
        ),
        *(leave_out(article, "below_cut") for story in below for article in story.originals),
        *(
            leave_out(article, "muted")
            for story in stories
            if story.id in muted
            for article in story.originals
        ),
    )
    quiet = find_quiet(inputs, [story.id for story in stories if story.new])
    edition = put_together(inputs, config, day, window, chosen, told, (*copies, *silent), quiet)
    return replace(edition, title=f"{edition.title}: {only}", only=only, quiet=()) if only else edition


def find_stories(
    chosen: Selection, inputs: EditionInputs, config: Config, series: Collection[str]
) -> tuple[Story, ...]:
    """The stories of the chosen articles, going on from earlier days, as the reader corrected them.

    series: ids of the articles that are instalments of a series; none goes on from another one.
    """
    corrections = inputs.corrections
    grouped = group_articles((*chosen.fresh, *chosen.context), grouping_settings(config), series)
    stood = correct_published(inputs.stood or inputs.published, corrections)
    # Threads lead to earlier days only: made again, today's edition must not find itself.
    published = correct_published(inputs.published, corrections)
    threaded = part_series(pick_up_threads(grouped, published), series, published)
    return continue_stories(correct_stories(threaded, stood, corrections), published, stood)


def fold_all(stories: Iterable[Story]) -> tuple[tuple[Story, ...], tuple[LeftOut, ...]]:
    """Every story without its outlets' copies of their own texts, and all copies as left out."""
    folded = [fold_copies(story) for story in stories]
    return tuple(story for story, _ in folded), tuple(row for _, rows in folded for row in rows)


def put_together(
    inputs: EditionInputs,
    config: Config,
    day: date,
    window: Window,
    chosen: Selection,
    told: tuple[Summary, ...],
    silent: Iterable[LeftOut],
    quiet: tuple[tuple[str, str, str], ...],
) -> Edition:
    """The edition around its stories: health, what was left out, the skyline, the numbers.

    silent: articles of stories, fresh ones or not, that are not told as reports of their own.
    """
    fresh = {article.id for article in chosen.fresh}
    left_out = (*chosen.left_out, *(row for row in silent if row.id in fresh), *inputs.left_out)
    passed_over = {row.id for row in left_out}
    used = [article for article in chosen.fresh if article.id not in passed_over]
    reports = {*fresh, *passed_over}
    per_feed = count_by_feed(chosen.fresh)
    return Edition(
        title=config.title,
        date=day,
        made=window.end,
        timezone=config.timezone,
        language=config.language,
        window=(window.start, window.end),
        stories=told,
        sections=order_sections(told, config.digest.sections),
        sources=tuple(replace(row, articles=per_feed.get(row.key, 0)) for row in inputs.health),
        left_out=left_out,
        reports=len(reports),
        quiet=quiet,
        skyline=draw_skyline(chosen.fresh, used, window.end, inputs.peak) if window.start else None,
        earlier=inputs.earlier,
        missed=inputs.missed,
        peers=count_peers(inputs, (*chosen.fresh, *chosen.context)),
    )


def count_peers(inputs: EditionInputs, articles: Iterable[Article]) -> tuple[tuple[str, int], ...]:
    """(language, how many sources answered and have news in it): who might have reported a story, too."""
    answered = {row.key for row in inputs.health if row.status == "ok"}
    spoken = {(article.language, article.feed) for article in articles if article.feed in answered}
    return tuple(sorted(Counter(language for language, _ in spoken).items()))


def count_by_feed(articles: Iterable[Article]) -> dict[str, int]:
    """{key of a source: how many of these articles came through it}"""
    counts: dict[str, int] = {}
    for article in articles:
        counts[article.feed] = counts.get(article.feed, 0) + 1
    return counts


def order_sections(told: Iterable[Summary], wanted: Sequence[str]) -> tuple[str, ...]:
    """The sections in page order: those the reader names, then the others by their first story."""
    found = dict.fromkeys(summary.story.section for summary in told)
    return (*(name for name in wanted if name in found), *(name for name in found if name not in wanted))


def grouping_settings(config: Config) -> GroupingSettings:
    """The reader's settings for grouping over the defaults."""
    given = config.grouping.threshold
    return GroupingSettings() if given is None else GroupingSettings(threshold=given)


def ranking_settings(config: Config, inputs: EditionInputs, series: frozenset[str]) -> RankingSettings:
    """The reader's settings for ranking. series: ids of the articles that are instalments of a series."""
    return RankingSettings(
        max_stories=config.digest.max_stories,
        per_section=config.digest.per_section,
        boost=config.digest.boost,
        weights=inputs.weights,
        series=series,
        rules=tuple(config.digest.section_rules.items()),
        categories=name_categories(config, inputs.sections),
    )


def name_categories(config: Config, sections: Iterable[str]) -> dict[str, str]:
    """{what an outlet may file an article under, casefolded: the section}: the names of all sections that
    the configuration knows and, after those, the words of their rules. sections: of the sources."""
    rules = config.digest.section_rules
    named = {name.casefold(): name for name in (*sections, *rules, *config.digest.sections) if name}
    return {word.casefold(): name for name, told in rules.items() for word in told} | named


def summary_settings(config: Config) -> SummarySettings:
    """The reader's settings for summaries."""
    return SummarySettings(
        method=config.summary.method, words=config.summary.words, single_words=config.summary.single_words
    )
