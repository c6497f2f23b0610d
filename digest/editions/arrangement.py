"""Arrange an edition before it is summarized: select and group its articles, rank its stories, plan each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from digest.config import Config
from digest.editions.article_selection import Selection, Window, fold_copies, select_inputs
from digest.editions.edition_subject import make_subject, select_covered
from digest.editions.grouping_engine import GroupArticles
from digest.editions.inputs import list_named_sections
from digest.editions.ranking import cut_stories, lift_topics, rank_stories
from digest.editions.recordings import MAX_RECORDINGS, split_recordings
from digest.editions.section_learning import (
    count_desks,
    find_specific_sections,
    find_trade_outlets,
    learn_sections,
)
from digest.editions.shared_steps import SharedSteps
from digest.editions.spare_stories import MAX_SPARES, find_spares
from digest.editions.story_plans import StoryPlan, find_quiet_stories, plan_stories
from digest.editions.story_scoring import RankingContext, compile_words, is_trade_item, load_rules
from digest.editions.story_sections import SectionRules, assign_section, make_section_rules
from digest.editions.topic_blocks import find_angles, map_topics
from digest.grouping import (
    DEFAULT_SETTINGS,
    ArticleStems,
    Counterpart,
    Grouping,
    StoryWords,
    add_counterparts,
    compute_grouping,
    continue_stories,
    correct_published,
    correct_stories,
    find_counterparts,
    find_series,
    find_topics,
    join_follow_ups,
    rebuild_story,
    split_series,
)
from digest.languages.news_sections import get_general_title, is_broad, is_hard_news
from digest.models import Article, EditionInputs, LeftOut, Story, Topic
from digest.summarizers.decks import find_decks


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The stories of an edition before they are summarized.

    selected: the articles they are made of. plans: in rank order, the spare stories last. spares: ids of
    these, see `replace_silent`. copies: articles, fresh or not, that repeat others of their stories.
    unshown: (a key of the reasons table, the stories that are not shown for this reason). quiet: (story id,
    headline, language) of earlier stories without news. topics, counterparts: of all stories of the day.
    """

    selected: Selection
    plans: tuple[StoryPlan, ...]
    spares: frozenset[str]
    copies: tuple[LeftOut, ...]
    unshown: tuple[tuple[str, tuple[Story, ...]], ...]
    quiet: tuple[tuple[str, str, str], ...]
    topics: tuple[Topic, ...]
    counterparts: tuple[Counterpart, ...]


def arrange_stories(
    inputs: EditionInputs,
    config: Config,
    window: Window,
    only: str,
    shared: SharedSteps,
    group: GroupArticles | None = None,
) -> Arrangement:
    """Select the articles, group them into stories, rank these and plan how each is shown.

    group: an implementation of `compute_grouping`. See `build_edition`. Cost: that of `group_articles`.
    """
    settings = config.digest
    selected = select_inputs(inputs, window, config)
    grouped = shared.reuse(selected.grouped)
    earlier = tuple(headline for headline in inputs.headlines if headline.moment <= window.end)
    series = shared.call(find_series, grouped, earlier)
    grouping = group_selected(grouped, config, series, shared, group)
    stems = shared.call(ArticleStems) if inputs.companions else ArticleStems()
    stories, copies = _fold_all(find_stories(grouping, selected, inputs, series, shared, stems))
    muted = dict(inputs.corrections.muted)
    sections = _make_section_rules(grouped, inputs, config, shared)
    stories = tuple(assign_section(story, sections) for story in stories)
    decks = shared.call(find_decks, grouped)
    context = _make_ranking_context(selected.fresh, inputs, config, window, sections, series)
    covered = stories
    if subject := make_subject(config.edition_row):
        covered = tuple(story for story in stories if subject.covers(story))
        selected = select_covered(selected, covered)
    rules = load_rules(settings.ranking_rules)
    with_news = {story.id: None for story in stories if story.has_news}
    active = tuple(story for story in covered if story.id in with_news and story.id not in muted)
    counterparts = shared.call(find_counterparts, stories, series)
    topics = add_counterparts(shared.call(find_topics, stories, series, stems), counterparts, stories)
    topic_of, related = map_topics(topics)
    ranked = lift_topics(shared.call(rank_stories, active, context, rules), topic_of, context, rules)
    wanted = [story for story in ranked if not only or story.section == only]
    # Only the sections that somebody names have a limit.
    per_section = settings.max_stories if sections.general else settings.per_section
    to_read, recorded = split_recordings(wanted)
    trade = {story.id for story in to_read if is_trade_item(story, context)}
    kept, below = cut_stories(to_read, settings.max_stories, per_section, topic_of, trade)
    wider, _ = cut_stories(to_read, settings.max_stories + MAX_SPARES, per_section, topic_of, trade)
    spares = find_spares(kept, wider, topic_of)
    angles = find_angles(kept, topic_of)
    most = max(MAX_RECORDINGS, settings.max_stories - len(kept))
    shown = grouping.explain((*kept, *recorded[:most], *spares))
    spare_ids = frozenset(story.id for story in spares)
    below = tuple(story for story in (*below, *recorded[most:]) if story.id not in spare_ids)
    unshown = (
        ("other_section", tuple(story for story in ranked if only and story.section != only)),
        ("below_cut", below),
        ("muted", tuple(story for story in covered if story.id in muted)),
    )
    plans = plan_stories(shown, stories, inputs, related, settings.in_full, angles, decks, trade)
    return Arrangement(
        selected,
        tuple(plans),
        spare_ids,
        copies,
        unshown,
        find_quiet_stories(inputs, with_news),
        topics,
        counterparts,
    )


def group_selected(
    grouped: tuple[Article, ...],
    config: Config,
    series: frozenset[str],
    shared: SharedSteps,
    group: GroupArticles | None = None,
) -> Grouping:
    """Group the selected articles.

    series: ids of the articles that are installments of a series. group: an implementation of
    `compute_grouping`.
    """
    threshold = config.grouping.threshold
    settings = DEFAULT_SETTINGS if threshold is None else replace(DEFAULT_SETTINGS, threshold=threshold)
    group = group or compute_grouping
    return shared.call_by(compute_grouping, group, grouped, series, settings)


def find_stories(
    grouping: Grouping,
    selected: Selection,
    inputs: EditionInputs,
    series: frozenset[str],
    shared: SharedSteps,
    stems: ArticleStems,
) -> tuple[Story, ...]:
    """Return stories that continue earlier ones, with the reader's corrections, without terms.

    grouping: of the selected articles. series: ids of the articles that are installments of a series; no
    installment continues another. stems: of the articles.
    """
    corrections = inputs.corrections
    through_today = correct_published(inputs.published_through_today or inputs.published, corrections)
    # Threads lead to earlier days only: when today's edition is built again, it must not find itself.
    published = correct_published(inputs.published, corrections)
    # Like grouping, this takes all articles of the hour, so the words are read once for all editions.
    if inputs.companions:
        words = shared.call(StoryWords, grouping.stories, stems)
        joined = shared.call(join_follow_ups, grouping.stories, published, words)
    else:
        joined = join_follow_ups(grouping.stories, published, StoryWords(grouping.stories, stems))
    threaded = split_series(_drop_background(joined, selected.background), series, published)
    corrected = correct_stories(threaded, through_today, corrections)
    starts = {id_: past.since for id_, past in inputs.previous_summaries.items() if past.since}
    return continue_stories(corrected, published, through_today, starts)


def _drop_background(stories: tuple[Story, ...], background: Sequence[Article]) -> tuple[Story, ...]:
    """Return the stories without the articles that only other editions show."""
    dropped = {article.id for article in background}
    if not dropped:
        return stories
    kept = []
    for story in stories:
        articles = [article for article in story.articles if article.id not in dropped]
        if len(articles) == len(story.articles):
            kept.append(story)
        elif articles:
            kept.append(rebuild_story(articles, [story]))
    return tuple(kept)


def _fold_all(stories: Iterable[Story]) -> tuple[tuple[Story, ...], tuple[LeftOut, ...]]:
    folded = [fold_copies(story) for story in stories]
    return tuple(story for story, _ in folded), tuple(row for _, rows in folded for row in rows)


def _make_section_rules(
    grouped: tuple[Article, ...], inputs: EditionInputs, config: Config, shared: SharedSteps
) -> SectionRules:
    """Return the rules for sections; learned ones have the names that are known, or those of newspapers."""
    settings = config.digest
    rules = make_section_rules(
        settings.section_rules, (*inputs.sections, *settings.section_rules, *settings.sections)
    )
    if not settings.learn_sections:
        return rules
    named = list_named_sections(inputs, config)
    learned = shared.call(learn_sections, grouped, config.language, named)
    general = get_general_title(config.language) if learned and not named else ""
    fixed = {row.section for row in config.rules}
    broad = frozenset(name for name in named - fixed if is_broad(name, config.language))
    specific = shared.call(find_specific_sections, grouped, config.language, named, broad)
    return replace(rules, learned=learned, specific=specific, general=general)


def _make_ranking_context(
    fresh: Sequence[Article],
    inputs: EditionInputs,
    config: Config,
    window: Window,
    sections: SectionRules,
    series: frozenset[str],
) -> RankingContext:
    desks = count_desks(fresh, sections.find_article_section)
    hard_news = frozenset(name for name in desks if is_hard_news(name, config.language))
    return RankingContext(
        now=window.end,
        weights=inputs.weights,
        effects=inputs.effects,
        series=series,
        boost=compile_words(config.digest.boost),
        desks=desks,
        hard_news=hard_news,
        trade=find_trade_outlets(fresh, sections.find_article_section, hard_news),
    )
