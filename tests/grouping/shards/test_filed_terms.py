"""The terms of stories in a file."""

from __future__ import annotations

import gc
import os

import pytest

from digest.grouping.shards import filed_terms
from digest.grouping.shards.filed_terms import FiledTerms
from digest.grouping.shards.grouping_steps import StoryRow

ROWS = (
    StoryRow(("a", "b"), (("schleuse", 0.5),)),
    StoryRow(("c",)),
    StoryRow(("d",), (("écluse", 0.25),)),
)


def test_the_terms_of_wanted_articles_are_found() -> None:
    filed = FiledTerms()
    assert [(row.articles, row.terms) for row in filed.take(ROWS)] == [(row.articles, ()) for row in ROWS]
    for _ in range(2):
        assert filed.find({"b", "c", "d"}) == {"b": ROWS[0].terms, "d": ROWS[2].terms}


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")
@pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
def test_a_full_disk_is_one_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filed_terms, "TemporaryFile", lambda prefix: open("/dev/full", "wb"))  # noqa: SIM115
    filed = FiledTerms()
    with pytest.raises(OSError, match="No space left"):
        list(filed.take(ROWS * 2_000))
    del filed
    gc.collect()
