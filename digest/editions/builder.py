"""Build an edition: select, group, continue, rank, plan and summarize stories, and assemble the result.

Pure: the same inputs, configuration and clock give the same edition, whatever the summaries run on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from digest.config import Config
from digest.editions.article_selection import Selection, Window, fold_copies, leave_out, select_articles
from digest.editions.inputs import list_named_sections
from digest.editions.quarter_hour_counts import draw_skyline
from digest.editions.ranking import cut_stories, rank_stories, spread_topics
from digest.editions.section_learning import count_desks, learn_sections
from digest.editions.story_plans import find_quiet_stories, plan_stories, summarize_plan
from digest.editions.story_scoring import RankingContext, compile_words, load_rules
from digest.editions.story_sections import SectionRules, assign_section, make_section_rules
from digest.grouping import (
    DEFAULT_THRESHOLD,
    continue_stories,
    correct_published,
    correct_stories,
    find_related_stories,
    find_series,
    group_articles,
    join_follow_ups,
    split_series,
)
from digest.languages.news_sections import get_general_title, is_hard_news
from digest.models import Article, Edition, EditionInputs, LeftOut, Story, Summary
from digest.runtime.executors import Map

TOPIC_REACH = 3
"""Related stories are searched among the best stories, this many times as many as an edition has."""


def build_edition(
    inputs: EditionInputs, config: Config, day: date, window: Window, work_map: Map, only: str = ""
) -> Edition:
    """Build the edition of a day.

    Args:
        inputs: from `read_inputs`.
        config: the configuration.
        day: the edition's date in the reader's zone.
        window: what it covers; its end is the clock.
        work_map: what the summaries run on.
        only: the one section to keep, or "" for all.
    """
    settings = config.digest
    selected = select_articles(
        inputs.articles,
        inputs.published,
        inputs.first_visits,
        window,
        settings.context_days,
        settings.mute,
    )
    earlier = (headline for headline in inputs.headlines if headline.moment <= window.end)
    series = find_series((*selected.fresh, *selected.context), earlier)
    stories, copies = _fold_all(find_stories(selected, inputs, config, series))
    muted = dict(inputs.corrections.muted)
    sections = _make_section_rules(selected, inputs, config)
    ranked = rank_stories(
        (assign_section(story, sections) for story in stories if story.new and story.id not in muted),
        _make_ranking_context(selected.fresh, inputs, config, window, sections, series),
        load_rules(settings.ranking_rules),
    )
    wanted = [story for story in ranked if not only or story.section == only]
    top = wanted[: TOPIC_REACH * settings.max_stories]
    related = find_related_stories(top, stories)
    ordered = (*spread_topics(top, related), *wanted[len(top) :])
    # Only the sections that somebody names have a limit.
    per_section = settings.max_stories if sections.general else settings.per_section
    kept, below = cut_stories(ordered, settings.max_stories, per_section)
    plans = plan_stories(kept, stories, inputs, related, settings.in_full)
    summaries = tuple(work_map(partial(summarize_plan, settings=config.summary), plans))
    left_out = (
        *copies,
        *_leave_out_stories((story for story in ranked if only and story.section != only), "other_section"),
        *_leave_out_stories(below, "below_cut"),
        *_leave_out_stories((story for story in stories if story.id in muted), "muted"),
    )
    quiet = find_quiet_stories(inputs, [story.id for story in stories if story.new])
    edition = assemble_edition(inputs, config, day, window, selected, summaries, left_out, quiet)
    return replace(edition, title=f"{edition.title}: {only}", only=only, quiet=()) if only else edition


def find_stories(
    selected: Selection, inputs: EditionInputs, config: Config, series: Collection[str]
) -> tuple[Story, ...]:
    """Group the selected articles into stories that continue earlier ones, with the reader's corrections.

    series: ids of the articles that are installments of a series; no installment continues another.
    """
    corrections = inputs.corrections
    threshold = config.grouping.threshold
    grouped = group_articles(
        (*selected.fresh, *selected.context), series, DEFAULT_THRESHOLD if threshold is None else threshold
    )
    through_today = correct_published(inputs.published_through_today or inputs.published, corrections)
    # Threads lead to earlier days only: when today's edition is built again, it must not find itself.
    published = correct_published(inputs.published, corrections)
    threaded = split_series(join_follow_ups(grouped, published), series, published)
    return continue_stories(correct_stories(threaded, through_today, corrections), published, through_today)


def _fold_all(stories: Iterable[Story]) -> tuple[tuple[Story, ...], tuple[LeftOut, ...]]:
    folded = [fold_copies(story) for story in stories]
    return tuple(story for story, _ in folded), tuple(row for _, rows in folded for row in rows)


def _make_section_rules(selected: Selection, inputs: EditionInputs, config: Config) -> SectionRules:
    """Return the rules for sections; learned ones have the names that are known, or those of newspapers."""
    settings = config.digest
    rules = make_section_rules(
        settings.section_rules, (*inputs.sections, *settings.section_rules, *settings.sections)
    )
    if not settings.learn_sections:
        return rules
    named = list_named_sections(inputs, config)
    learned = learn_sections((*selected.fresh, *selected.context), config.language, named)
    general = get_general_title(config.language) if learned and not named else ""
    return replace(rules, learned=learned, general=general)


def _make_ranking_context(
    fresh: Sequence[Article],
    inputs: EditionInputs,
    config: Config,
    window: Window,
    sections: SectionRules,
    series: frozenset[str],
) -> RankingContext:
    desks = count_desks(fresh, sections.find_article_section)
    return RankingContext(
        now=window.end,
        weights=inputs.weights,
        series=series,
        boost=compile_words(config.digest.boost),
        desks=desks,
        hard_news=frozenset(name for name in desks if is_hard_news(name, config.language)),
    )


def _leave_out_stories(stories: Iterable[Story], why: str) -> list[LeftOut]:
    return [leave_out(article, why) for story in stories for article in story.originals]


def assemble_edition(
    inputs: EditionInputs,
    config: Config,
    day: date,
    window: Window,
    selected: Selection,
    summaries: tuple[Summary, ...],
    left_out: Iterable[LeftOut],
    quiet: tuple[tuple[str, str, str], ...],
) -> Edition:
    """Return the edition of a day.

    Args:
        inputs: from the store.
        config: the configuration.
        day: the edition's date.
        window: what it covers; its end is the clock.
        selected: the articles it is built from.
        summaries: its stories, in rank order.
        left_out: articles of stories, fresh or not, that are not shown as reports of their own.
        quiet: (story id, headline, language) of earlier stories without news.
    """
    fresh = {article.id for article in selected.fresh}
    every_left_out = (*selected.left_out, *(row for row in left_out if row.id in fresh), *inputs.left_out)
    left_out_ids = {row.id for row in every_left_out}
    used = [article for article in selected.fresh if article.id not in left_out_ids]
    per_feed = Counter(article.feed for article in selected.fresh)
    return Edition(
        title=config.title,
        date=day,
        made=window.end,
        timezone=config.timezone,
        language=config.language,
        window=(window.start, window.end),
        stories=summaries,
        sections=order_sections(summaries, config.digest.sections),
        sources=tuple(replace(row, articles=per_feed[row.key]) for row in inputs.health),
        left_out=every_left_out,
        reports=len({*fresh, *left_out_ids}),
        quiet=quiet,
        skyline=draw_skyline(selected.fresh, used, window.end, inputs.peak) if window.start else None,
        earlier=inputs.earlier,
        missed=inputs.missed,
        peers=count_peers(inputs, (*selected.fresh, *selected.context)),
    )


def count_peers(inputs: EditionInputs, articles: Iterable[Article]) -> tuple[tuple[str, int], ...]:
    """Count the sources that answered and have news in each language; any of them could report a story.

    Returns:
        (language, number of sources), by language.
    """
    answered = {row.key for row in inputs.health if row.status == "ok"}
    pairs = {(article.language, article.feed) for article in articles if article.feed in answered}
    return tuple(sorted(Counter(language for language, _ in pairs).items()))


def order_sections(summaries: Iterable[Summary], wanted: Sequence[str]) -> tuple[str, ...]:
    """Return the sections in page order: `wanted` ones first, then the others by their best story."""
    found = dict.fromkeys(summary.story.section for summary in summaries)
    return (*(name for name in wanted if name in found), *(name for name in found if name not in wanted))
