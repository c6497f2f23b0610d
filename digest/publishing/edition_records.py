"""What is done around an edition: old data is deleted, it is recorded, and a page leads to it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta

from digest.config import Config, list_edition_configs
from digest.deliveries import write_pages
from digest.deliveries.configured_targets import list_targets
from digest.errors import DeliveryError
from digest.publishing.leases import name_publish_job
from digest.publishing.site import render_front_page
from digest.store import Store

MAX_CLOCK_STEP = timedelta(days=7)
"""When old data is deleted, its age is measured at most this long after the previous edition. So a clock that
is years ahead deletes only a week of data, and after a long absence data is deleted gradually."""


def delete_old_data(config: Config, store: Store, day: date, made_at: datetime) -> None:
    """Delete what is older than the store keeps, before the edition is built.

    An edition that is built again then finds the same data as the first time.
    """
    previous = store.last_made_at(day)
    clock = min(made_at, previous + MAX_CLOCK_STEP) if previous else made_at
    store.prune(clock - timedelta(days=config.store.keep_days))


def write_front_page(config: Config, store: Store) -> None:
    """Write the page that leads to the editions, if there are several; see `render_front_page`.

    Each folder of a `files` delivery gets one, too, which leads to the editions that are delivered there.
    What prevents that is reported by the delivery itself. config: that of the file.

    Raises RenderError, and DeliveryError when it cannot be written.
    """
    editions = list_edition_configs(config)
    if not (pages := render_front_page(config, store, editions)):
        return
    write_pages({}, config.output_folder, pages)
    receivers = {own.edition: {target.name for target in list_targets(own)} for own in editions}
    for target in list_targets(config):
        if target.kind != "files" or target.missing_variables or not target.settings["editions"]:
            continue
        delivered = [own for own in editions if target.name in receivers[own.edition]]
        if pages := render_front_page(config, store, delivered):
            with suppress(DeliveryError):
                write_pages({}, target.path(target.settings["folder"]), pages)


def record_edition(
    config: Config, store: Store, day: date, made_at: datetime, owner: str, save: Callable[[], None]
) -> None:
    """Record an edition whose files are written, and its deliveries.

    save: saves the edition, in the transaction that plans its deliveries.
    """
    with store.write():
        if owner:
            store.leases.confirm(name_publish_job(config.edition), owner)
        save()
        targets = [target.name for target in list_targets(config) if target.settings["editions"]]
        store.deliveries.plan(day, made_at, targets, config.edition)
