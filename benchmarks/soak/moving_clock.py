"""Let the clock of `digest serve` move on by three hours before each round."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from typing import Any

from digest.serve import daemon
from digest.serve.scheduler import Waker

ROUND_SECONDS = 5
STEP = timedelta(hours=3)


def move_the_clock() -> None:
    """Let the program's clock move on before each round; that of the scheduler is the real one."""
    ahead = timedelta()

    def read_clock() -> datetime:
        return datetime.now(UTC).replace(microsecond=0) + ahead

    def make_waker(tick: Any, clock: Any) -> Waker:
        def tick_later() -> None:
            nonlocal ahead
            ahead += STEP
            tick()

        return Waker(tick_later, lambda: datetime.now(UTC), timedelta(seconds=ROUND_SECONDS))

    for name, module in list(sys.modules.items()):
        if name.startswith("digest") and hasattr(module, "read_clock"):
            module.read_clock = read_clock  # type: ignore[attr-defined]
    vars(daemon)["Waker"] = make_waker
