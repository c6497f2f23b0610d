"""The sources of a configuration: unique names."""

from __future__ import annotations

from digest.models import Source
from digest.sources.configured_sources import make_names_unique


class CountedName(str):
    """A name that counts how often it is formatted."""

    made = 0

    def __format__(self, spec: str) -> str:
        CountedName.made += 1
        return str.__format__(self, spec)


def test_a_thousand_equal_names_are_numbered_in_linear_time() -> None:
    sources = [Source(CountedName("News"), "feed", f"https://a.example/{number}") for number in range(1_000)]
    existing = Source("News 3", "feed", "https://b.example/")
    named = [source.name for source in make_names_unique([existing, *sources])]
    assert named[:5] == ["News 3", "News", "News 2", "News 4", "News 5"]
    assert len(set(named)) == 1_001
    assert CountedName.made <= 1_001
