"""Read what the editions of one hour are built from, so that all of them group the same articles, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from digest.config import Config
from digest.editions.article_selection import Window, select_inputs
from digest.editions.inputs import find_edition_clock, find_edition_window, read_inputs
from digest.editions.shared_steps import SharedSteps
from digest.errors import DigestError
from digest.models import WEEKDAYS, Article, EditionInputs, Headline
from digest.store import Store


def list_companions(config: Config, others: Sequence[Config], day: date) -> tuple[Config, ...]:
    """Return the configurations of the other editions that are published at an hour of this one on a day.

    They depend on the configuration only, not on which editions a command publishes: an edition that is
    published again by itself has the same stories.

    config: that of the edition. others: those of all editions.
    """
    weekday, own = WEEKDAYS[day.weekday()], config.schedule
    return tuple(
        other
        for other in others
        if other.edition != config.edition
        and other.timezone == config.timezone
        and weekday in own.days
        and weekday in other.schedule.days
        and not set(own.publish_at).isdisjoint(other.schedule.publish_at)
    )


def find_clock(store: Store, edition: str, day: date, now: datetime) -> datetime:
    """Return the time that an edition is built at; see `find_edition_clock`."""
    return find_edition_clock(store.of_edition(edition), day, now)


def read_round(
    config: Config,
    store: Store,
    day: date,
    now: datetime,
    since: datetime | None,
    companions: Sequence[Config],
    shared: SharedSteps,
) -> tuple[Window, EditionInputs]:
    """Return the window and the inputs of an edition, with the articles that its companions group.

    Args:
        config: that of the edition.
        store: of all editions.
        day, now, since: see `find_edition_clock` and `find_edition_window`.
        companions: from `list_companions`. One whose inputs cannot be read fails when it is published itself.
        shared: of the round. Each edition is read once in a round: what arrives during it is for the next.
    """
    clocks = [shared.call(find_clock, store, own.edition, day, now) for own in (config, *companions)]
    if not companions:
        return _read_edition(store, config, day, clocks[0], since)
    window, inputs = shared.call(_read_in_round, shared, store, config, day, clocks[0], since)
    grouped: dict[str, Article] = {}
    for companion, clock in zip(companions, clocks[1:], strict=True):
        try:
            other_window, other = shared.call(_read_in_round, shared, store, companion, day, clock, since)
        except DigestError:
            continue
        grouped |= {
            article.id: article for article in shared.call(_list_grouped, companion, other_window, other)
        }
    return window, replace(inputs, companions=tuple(grouped[id_] for id_ in sorted(grouped)))


def _read_in_round(
    shared: SharedSteps, store: Store, config: Config, day: date, clock: datetime, since: datetime | None
) -> tuple[Window, EditionInputs]:
    """Return the window and the inputs of an edition; what it shares with others is the same object."""
    window, inputs = _read_edition(store, config, day, clock, since)
    articles = shared.reuse_each(inputs.articles)
    # One edition has the articles themselves where another, of a shorter window, has their headlines.
    headlines = shared.reuse_each(inputs.headlines, _find_headline_key)
    return window, replace(inputs, articles=articles, headlines=headlines)


def _find_headline_key(row: Article | Headline) -> tuple[str, str, str, datetime]:
    return row.id, row.source, row.title, row.moment


def _read_edition(
    store: Store, config: Config, day: date, clock: datetime, since: datetime | None
) -> tuple[Window, EditionInputs]:
    own = store.of_edition(config.edition)
    window = find_edition_window(own, config, day, clock, since)
    return window, read_inputs(own, config, day, window)


def _list_grouped(config: Config, window: Window, inputs: EditionInputs) -> tuple[Article, ...]:
    """Return the articles that an edition by itself would group."""
    return select_inputs(inputs, window, config).grouped
