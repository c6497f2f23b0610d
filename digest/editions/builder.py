"""Build an edition: select, group, continue, rank, plan and summarize stories, and assemble the result.

Pure: the same inputs, configuration and clock give the same edition, whatever the summaries run on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from digest.config import Config
from digest.editions.article_selection import (
    Selection,
    Window,
    fold_copies,
    is_new_to_edition,
    leave_out,
    select_articles,
)
from digest.editions.inputs import list_named_sections
from digest.editions.quarter_hour_counts import draw_skyline
from digest.editions.ranking import cut_stories, rank_stories
from digest.editions.section_learning import count_desks, learn_sections
from digest.editions.story_plans import (
    StoryPlan,
    SummaryFault,
    find_quiet_stories,
    plan_stories,
    try_summarizing,
)
from digest.editions.story_scoring import RankingContext, compile_words, load_rules
from digest.editions.story_sections import SectionRules, assign_section, make_section_rules
from digest.editions.topic_blocks import find_angles, map_topics, name_topics
from digest.grouping import (
    DEFAULT_SETTINGS,
    continue_stories,
    correct_published,
    correct_stories,
    find_series,
    find_topics,
    group_articles,
    join_follow_ups,
    split_series,
)
from digest.languages.news_sections import get_general_title, is_hard_news
from digest.models import Article, Edition, EditionInputs, LeftOut, Story, Summary, Topic
from digest.runtime.executors import Map
from digest.runtime.fault_isolation import describe_fault, find_faulty_items
from digest.summarizers.decks import find_decks

REBUILDS = 3
"""How often an edition is arranged anew without the articles whose stories could not be summarized. Then the
stories that still cannot be are left out."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The stories of an edition before they are summarized.

    selected: the articles they are made of. plans: in rank order. left_out: articles of stories, fresh or
    not, that are not shown as reports of their own. quiet: (story id, headline, language) of earlier stories
    without news. topics: of all stories of the day.
    """

    selected: Selection
    plans: tuple[StoryPlan, ...]
    left_out: tuple[LeftOut, ...]
    quiet: tuple[tuple[str, str, str], ...]
    topics: tuple[Topic, ...]


def build_edition(
    inputs: EditionInputs, config: Config, day: date, window: Window, work_map: Map, only: str = ""
) -> Edition:
    """Build the edition of a day.

    An article that makes a step fail is left out with the reason "failed"; see runtime.fault_isolation.

    Args:
        inputs: from `read_inputs`.
        config: the configuration.
        day: the edition's date in the reader's zone.
        window: what it covers; its end is the clock.
        work_map: what the summaries run on.
        only: the one section to keep, or "" for all.
    """
    excluded: dict[str, str] = {}
    for is_last in (False,) * REBUILDS + (True,):
        arrangement, faults = arrange_handled(inputs, config, window, only, excluded)
        excluded |= faults
        results = list(work_map(partial(try_summarizing, settings=config.summary), arrangement.plans))
        faults = {id_: text for row in results if isinstance(row, SummaryFault) for id_, text in row.articles}
        excluded |= faults
        if not faults or is_last:
            break
    summaries = tuple(row for row in results if isinstance(row, Summary))
    failed = leave_out_faulty(inputs, window, excluded)
    edition = assemble_edition(inputs, config, day, window, arrangement, summaries, failed)
    return replace(edition, title=f"{edition.title}: {only}", only=only, quiet=()) if only else edition


def arrange_handled(
    inputs: EditionInputs, config: Config, window: Window, only: str, excluded: Collection[str]
) -> tuple[Arrangement, dict[str, str]]:
    """Arrange the stories of all articles that can be handled: (the arrangement, {id: fault} of the others).

    excluded: ids of articles that are known to be faulty.
    """
    titles = {row.id: row.title for row in inputs.headlines}
    titles |= {row.id: row.title for row in inputs.articles}

    def arrange(ids: Collection[str]) -> Arrangement:
        return arrange_stories(_keep_articles(inputs, ids), config, window, only)

    def describe(id_: str, error: Exception) -> str:
        return describe_fault("arranging the stories", f"{titles[id_]} ({id_})", error)

    return find_faulty_items(arrange, [id_ for id_ in titles if id_ not in excluded], describe)


def _keep_articles(inputs: EditionInputs, ids: Collection[str]) -> EditionInputs:
    kept = set(ids)
    return replace(
        inputs,
        articles=tuple(article for article in inputs.articles if article.id in kept),
        headlines=tuple(headline for headline in inputs.headlines if headline.id in kept),
    )


def leave_out_faulty(inputs: EditionInputs, window: Window, faults: Mapping[str, str]) -> list[LeftOut]:
    """Return a row for each faulty article that would be new to this edition. faults: {article id: fault}."""
    return [
        leave_out(article, "failed", faults[article.id])
        for article in inputs.articles
        if article.id in faults and is_new_to_edition(article, inputs.published, window)
    ]


def arrange_stories(inputs: EditionInputs, config: Config, window: Window, only: str) -> Arrangement:
    """Select the articles, group them into stories, rank these and plan how each is shown.

    See `build_edition`. Cost: that of `group_articles`.
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
        (assign_section(story, sections) for story in stories if story.has_news and story.id not in muted),
        _make_ranking_context(selected.fresh, inputs, config, window, sections, series),
        load_rules(settings.ranking_rules),
    )
    wanted = [story for story in ranked if not only or story.section == only]
    topics = find_topics(stories, series)
    topic_of, related = map_topics(topics)
    # Only the sections that somebody names have a limit.
    per_section = settings.max_stories if sections.general else settings.per_section
    kept, below = cut_stories(wanted, settings.max_stories, per_section, topic_of)
    angles = find_angles(kept, wanted, topic_of, settings.in_full)
    decks = find_decks((*selected.fresh, *selected.context))
    left_out = (
        *copies,
        *_leave_out_stories((story for story in ranked if only and story.section != only), "other_section"),
        *_leave_out_stories(below, "below_cut"),
        *_leave_out_stories((story for story in stories if story.id in muted), "muted"),
    )
    return Arrangement(
        selected,
        tuple(plan_stories(kept, stories, inputs, related, settings.in_full, angles, decks)),
        left_out,
        find_quiet_stories(inputs, [story.id for story in stories if story.has_news]),
        topics,
    )


def find_stories(
    selected: Selection, inputs: EditionInputs, config: Config, series: Collection[str]
) -> tuple[Story, ...]:
    """Group the selected articles into stories that continue earlier ones, with the reader's corrections.

    series: ids of the articles that are installments of a series; no installment continues another.
    """
    corrections = inputs.corrections
    threshold = config.grouping.threshold
    settings = DEFAULT_SETTINGS if threshold is None else replace(DEFAULT_SETTINGS, threshold=threshold)
    grouped = group_articles((*selected.fresh, *selected.context), series, settings)
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
        effects=inputs.effects,
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
    arrangement: Arrangement,
    summaries: tuple[Summary, ...],
    failed: Sequence[LeftOut] = (),
) -> Edition:
    """Return the edition of a day.

    Args:
        inputs: from the store.
        config: the configuration.
        day: the edition's date.
        window: what it covers; its end is the clock.
        arrangement: of its stories.
        summaries: its stories, in rank order.
        failed: the articles that the program could not handle.
    """
    selected = arrangement.selected
    failed_ids = {row.id for row in failed}
    fresh = {article.id for article in selected.fresh}
    listed = (row for row in arrangement.left_out if row.id in fresh - failed_ids)
    every_left_out = (*selected.left_out, *listed, *failed, *inputs.left_out)
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
        quiet=arrangement.quiet,
        skyline=draw_skyline(selected.fresh, used, window.end, inputs.peak) if window.start else None,
        earlier=inputs.earlier,
        missed=inputs.missed,
        peers=count_peers(inputs, (*selected.fresh, *selected.context)),
        tags=tuple(inputs.effects.tags.items()),
        topics=name_topics(arrangement.topics, [summary.story for summary in summaries]),
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
