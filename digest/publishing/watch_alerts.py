"""Send the stories that match a watch, once and at once.

What was found is recorded with what is to be sent, in one transaction, before anything is sent: nothing is
sent twice, and what has not arrived is tried again for a day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from digest.config import Config, WatchRow
from digest.deliveries import Delivery, Payload, Target
from digest.deliveries.configured_targets import list_targets
from digest.editions.article_selection import Window
from digest.editions.builder import build_edition
from digest.editions.inputs import read_inputs
from digest.editions.serialize import serialize_edition
from digest.editions.watch_matching import WatchMatch, find_matches, find_quiet_end, matches_any
from digest.errors import DeliveryError, DigestError
from digest.grouping import group_articles
from digest.http import Client
from digest.models import Article, EditionData, EditionInputs
from digest.models.watch_alert import WatchAlert
from digest.publishing.delivery_attempts import advise_on_next_attempt, attempt_delivery, plan_retry
from digest.publishing.leases import Clock, may_try, try_job
from digest.publishing.site import make_portable, render_settings
from digest.rendering import render_edition
from digest.store import Store

NEWS_PERIOD = timedelta(days=1)
"""An older article is no news: a new watch does not send what everybody has read."""

_REMOVED = DeliveryError("", "its watch or its delivery is not in the configuration any more")


@dataclass(frozen=True, slots=True)
class AlertResult:
    """The result of sending one alert. failure: None on success. is_final: it is not tried again."""

    alert: WatchAlert
    failure: DigestError | None = None
    is_final: bool = False


def find_recent_matches(config: Config, store: Store, now: datetime, period: timedelta) -> list[WatchMatch]:
    """Return the stories with news of a period that match a watch, whether they were sent or not.

    The rules of the configuration apply first. Stories are grouped only if an article has the words of a
    watch. Cost: that of grouping the articles of the period and of the days before it that stories go back.
    """
    start = now - period
    reach = start - timedelta(days=config.digest.context_days)
    day = now.astimezone(config.zone).date()
    articles = read_inputs(store, config, day, Window(reach, now)).articles
    articles = tuple(article for article in articles if reach <= article.moment <= now)
    if not any(_is_news(article, start) and matches_any(config.watches, article) for article in articles):
        return []
    matches = find_matches(config.watches, group_articles(articles))
    return [match for match in matches if any(_is_news(article, start) for article in match.articles)]


def _is_news(article: Article, start: datetime) -> bool:
    return article.moment >= start and not article.is_backlog


def run_watches(
    config: Config, store: Store, clock: Clock, owner: str, client: Client, *, look: bool = True
) -> tuple[tuple[AlertResult, ...], DigestError | None]:
    """Look for new matches and send what is due, unless another process does: (results, why looking failed).

    A failure is recorded in the store and tried again after a pause; see `try_job`.

    clock: returns the time in UTC. owner: the name of this process; see `make_owner_name`. client: for
    targets that send HTTP requests. look: whether articles may have arrived since the last time.
    """
    results: list[AlertResult] = []

    def run() -> None:
        if look:
            plan_alerts(config, store, clock())
        results.extend(send_alerts(config, store, clock, client))

    if not config.watches or not may_try(store.leases.jobs().get("watch"), clock()):
        return (), None
    _, failure = try_job(store, "watch", owner, clock, run)
    return tuple(results), failure


def plan_alerts(config: Config, store: Store, now: datetime) -> int:
    """Record the stories that match a watch for the first time, and what is to be sent. Return their number.

    See `find_recent_matches`.
    """
    new: dict[str, list[WatchMatch]] = {}
    for match in find_recent_matches(config, store, now, NEWS_PERIOD):
        seen = store.watches.seen(match.watch.name)
        if not any(article.id in seen for article in match.story.articles):
            new.setdefault(match.watch.name, []).append(match)
    for name, matches in new.items():
        ids = {article.id for match in matches for article in match.story.articles}
        store.watches.plan(name, ids, _make_alerts(config, matches, now), now)
    return sum(map(len, new.values()))


def _make_alerts(config: Config, matches: Sequence[WatchMatch], now: datetime) -> list[WatchAlert]:
    """Return an alert for each target of a watch. matches: new ones, all of this watch."""
    watch = matches[0].watch
    quiet_end = find_quiet_end(watch.quiet, now, config.zone)
    data = _make_data(config, matches, now)
    return [
        WatchAlert(watch.name, target.name, now, data, next_try=quiet_end and quiet_end.astimezone(UTC))
        for target in _list_watch_targets(config, watch)
    ]


def _make_data(config: Config, matches: Sequence[WatchMatch], now: datetime) -> EditionData:
    """Return an edition of these stories alone, under the name of their watch."""
    named = config.model_copy(update={"title": matches[0].watch.name, "rules": ()})
    articles = {article.id: article for match in matches for article in match.story.articles}
    inputs = EditionInputs(tuple(articles[id_] for id_ in sorted(articles)))
    edition = build_edition(inputs, named, now.astimezone(config.zone).date(), Window(None, now), map)
    # A page with few stories is that of a quiet day; this one is not about the day.
    return make_portable({**serialize_edition(edition), "kind": "full"}, ())


def _list_watch_targets(config: Config, watch: WatchRow, client: Client | None = None) -> tuple[Target, ...]:
    rows = tuple(row for row in config.deliveries if row.name in watch.deliveries)
    return list_targets(config.model_copy(update={"deliveries": rows}), client)


def send_alerts(config: Config, store: Store, clock: Clock, client: Client) -> tuple[AlertResult, ...]:
    """Send every alert that is due, and record the results. Call it under a lease: see `run_watches`.

    clock: returns the time in UTC. client: for targets that send HTTP requests.
    """
    watches = {watch.name: watch for watch in config.watches}
    results = []
    for alert in store.watches.due(clock()):
        watch = watches.get(alert.watch)
        targets = _list_watch_targets(config, watch, client) if watch else ()
        target = next((target for target in targets if target.name == alert.target), None)
        failure = attempt_delivery(target, partial(_make_payload, config, alert)) if target else _REMOVED
        start = (watch and find_quiet_end(watch.quiet, alert.made, config.zone)) or alert.made
        next_try = plan_retry(failure, alert.attempts, start, clock()) if failure and target else None
        is_final = failure is not None and next_try is None
        if failure and target:
            failure = advise_on_next_attempt(failure, is_final)
        store.watches.finish(alert, failure, next_try)
        results.append(AlertResult(alert, failure, is_final))
    return tuple(results)


def _make_payload(config: Config, alert: WatchAlert, delivery: Delivery) -> Payload:
    """Return what a delivery gets: the stories as data and in its formats, and the address of the first."""
    settings = render_settings(config)
    formats: dict[str, Any] = {}
    for name in delivery.formats:
        (formats[name],) = render_edition(alert.data, replace(settings, formats=(name,))).items()
    stories = alert.data["stories"]
    address = next((row["url"] for row in stories[0]["articles"] if row["url"]), "") if stories else ""
    return Payload(alert.data, {}, config.output_folder, formats=formats, address=address)
