"""Load the bundled sample, and publish the edition before it."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from digest.config import load_config
from digest.pipeline import publish
from digest.runtime.bundled_files import find_resource_folder

if TYPE_CHECKING:
    from digest.config import Config
    from digest.runtime.executors import Map
    from digest.store import Store


def load_sample_config(folder: Path, timezone: str) -> Config:
    """Return the configuration of the bundled sample: the user's time zone, a store in memory.

    folder: editions are written into its subfolder digest-sample.
    """
    config = load_config(find_resource_folder("config") / "sample.toml", {}, {})
    output = config.output.model_copy(update={"folder": str(folder.absolute() / config.output.folder)})
    return config.model_copy(update={"timezone": timezone, "output": output})


def publish_sample_past(config: Config, store: Store, now: datetime, work_map: Map) -> None:
    """Publish yesterday's edition of the sample, so that today's has stories to continue."""
    yesterday = now - timedelta(days=1)
    publish(config, store, yesterday.astimezone(config.zone).date(), yesterday, work_map)
