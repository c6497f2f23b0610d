"""Build an edition: select, group, continue, rank, plan and summarize stories, and assemble the result.

Pure: the same inputs, configuration and clock give the same edition, whatever the summaries run on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain

from digest.config import Config
from digest.editions.arrangement import Arrangement, arrange_stories
from digest.editions.article_selection import Window, is_new_to_edition, leave_out
from digest.editions.grouping_engine import GroupArticles
from digest.editions.quarter_hour_counts import draw_skyline
from digest.editions.shared_steps import SharedSteps
from digest.editions.spare_stories import replace_silent
from digest.editions.story_plans import SummaryFault, try_summarizing
from digest.editions.topic_blocks import name_topics
from digest.editions.watch_matching import tag_watched
from digest.models import Article, Edition, EditionInputs, LeftOut, Summary
from digest.runtime.executors import Map
from digest.runtime.fault_isolation import describe_fault, find_faulty_items

MAX_BELOW_CUT = 50_000
"""Reports of stories below the cut that an edition lists; the others are only counted."""

REBUILDS = 3
"""How often an edition is arranged anew without the articles whose stories could not be summarized. Then the
stories that still cannot be are left out."""


def build_edition(
    inputs: EditionInputs,
    config: Config,
    day: date,
    window: Window,
    work_map: Map,
    only: str = "",
    shared: SharedSteps | None = None,
    group: GroupArticles | None = None,
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
        shared: what the editions of this round have in common.
        group: what groups the articles, from `choose_grouping`; None: this process.
    """
    shared = shared or SharedSteps()
    excluded: dict[str, str] = {}
    for is_last in (False,) * REBUILDS + (True,):
        arrangement, faults = arrange_handled(inputs, config, window, only, excluded, shared, group)
        excluded |= faults
        results = shared.map(work_map, try_summarizing, arrangement.plans, config.summary)
        faults = {id_: text for row in results if isinstance(row, SummaryFault) for id_, text in row.articles}
        excluded |= faults
        if not faults or is_last:
            break
    summarized = [row for row in results if isinstance(row, Summary)]
    tagged = dict(tag_watched(inputs.effects.tags, config.watches, (row.story for row in summarized)))
    # What the reader has marked by a watch or a rule keeps its place.
    briefs = {
        plan.story.id
        for plan in arrangement.plans
        if plan.brief and tagged.keys().isdisjoint(article.id for article in plan.story.articles)
    }
    summaries, without_place = replace_silent(summarized, briefs, arrangement.spares)
    unshown = (*arrangement.unshown, ("below_cut", tuple(without_place)))
    arrangement = replace(arrangement, unshown=unshown)
    failed = leave_out_faulty(inputs, window, excluded)
    edition = assemble_edition(inputs, config, day, window, arrangement, summaries, failed)
    return replace(edition, title=f"{edition.title}: {only}", only=only, quiet=()) if only else edition


def arrange_handled(
    inputs: EditionInputs,
    config: Config,
    window: Window,
    only: str,
    excluded: Collection[str],
    shared: SharedSteps,
    group: GroupArticles | None = None,
) -> tuple[Arrangement, dict[str, str]]:
    """Arrange the stories of all articles that can be handled: (the arrangement, {id: fault} of the others).

    excluded: ids of articles that are known to be faulty. The others: see `build_edition`.
    """
    rows = (inputs.articles, inputs.companions, inputs.headlines)
    every = list(dict.fromkeys(row.id for row in chain(*rows)))

    def arrange(ids: Collection[str]) -> Arrangement:
        kept = inputs if len(ids) == len(every) else _keep_articles(inputs, ids)
        return arrange_stories(kept, config, window, only, shared, group)

    def describe(id_: str, error: Exception) -> str:
        title = next(row.title for row in chain(*rows) if row.id == id_)
        return describe_fault("arranging the stories", f"{title} ({id_})", error)

    return find_faulty_items(arrange, [id_ for id_ in every if id_ not in excluded], describe)


def _keep_articles(inputs: EditionInputs, ids: Collection[str]) -> EditionInputs:
    kept = set(ids)
    return replace(
        inputs,
        articles=tuple(article for article in inputs.articles if article.id in kept),
        companions=tuple(article for article in inputs.companions if article.id in kept),
        headlines=tuple(headline for headline in inputs.headlines if headline.id in kept),
    )


def leave_out_faulty(inputs: EditionInputs, window: Window, faults: Mapping[str, str]) -> list[LeftOut]:
    """Return a row for each faulty article that would be new to this edition. faults: {article id: fault}."""
    return [
        leave_out(article, "failed", faults[article.id])
        for article in inputs.articles
        if article.id in faults and is_new_to_edition(article, inputs.published, window)
    ]


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
    used = {article.id for article in selected.fresh}
    used.difference_update(row.id for row in failed)
    unshown, unlisted = _leave_out_unshown(arrangement, used)
    every_left_out = (*selected.left_out, *unshown, *failed, *inputs.left_out)
    left_out_ids = {row.id for row in every_left_out}
    used -= left_out_ids
    per_feed = Counter(article.feed for article in selected.fresh)
    return Edition(
        name=config.edition,
        title=config.title,
        date=day,
        made=window.end,
        timezone=config.timezone,
        language=config.language,
        window=(window.start, window.end),
        stories=summaries,
        sections=order_sections(summaries, config.section_order),
        sources=tuple(replace(row, articles=per_feed[row.key]) for row in inputs.health),
        left_out=every_left_out,
        unlisted=unlisted,
        reports=len(left_out_ids) + unlisted + len(used),
        quiet=arrangement.quiet,
        skyline=draw_skyline(selected.fresh, used, window.end, inputs.peak) if window.start else None,
        earlier=inputs.earlier,
        missed=inputs.missed,
        peers=count_peers(inputs, (*selected.fresh, *selected.context)),
        tags=tag_watched(inputs.effects.tags, config.watches, (row.story for row in summaries)),
        topics=name_topics(arrangement.topics, [summary.story for summary in summaries]),
        counterparts=tuple((pair.one, pair.other) for pair in arrangement.counterparts),
    )


def _leave_out_unshown(arrangement: Arrangement, fresh: set[str]) -> tuple[list[LeftOut], int]:
    """Return a row for each fresh article of the stories that are not shown, and how many rows were too many.

    Of those below the cut, MAX_BELOW_CUT get one. fresh: ids; those of articles without a row are taken out.
    """
    rows = [row for row in arrangement.copies if row.id in fresh]
    listed = unlisted = 0
    for why, stories in arrangement.unshown:
        for article in chain.from_iterable(story.originals for story in stories):
            if article.id not in fresh:
                continue
            if why != "below_cut" or listed < MAX_BELOW_CUT:
                rows.append(leave_out(article, why))
                listed += why == "below_cut"
            else:
                fresh.remove(article.id)
                unlisted += 1
    return rows, unlisted


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
