"""Every engine maps the same way: in order, with plain values."""

from __future__ import annotations

from functools import partial

import pytest

from digest.engine import ENGINES, open_map
from digest.errors import ConfigError


def scale(number: int, factor: int) -> int:
    return number * factor


SLOW = {"dask": pytest.mark.slow}


@pytest.mark.parametrize("kind", [pytest.param(kind, marks=SLOW.get(kind, ())) for kind in ENGINES])
def test_results_come_in_the_order_of_the_arguments(kind: str) -> None:
    if kind == "dask":
        pytest.importorskip("distributed", reason="the extra dask is not installed")
    with open_map(kind, 2) as mapped:
        assert list(mapped(partial(scale, factor=3), [3, 1, 2])) == [9, 3, 6]


def test_a_cluster_that_is_not_there_is_told() -> None:
    pytest.importorskip("distributed", reason="the extra dask is not installed")
    with pytest.raises(ConfigError, match="no Dask cluster"), open_map("dask", 1, "nonsense://127.0.0.1:1"):
        pass
