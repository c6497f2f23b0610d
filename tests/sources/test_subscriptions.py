"""The sources of a configuration, told apart."""

from __future__ import annotations

from digest.models import Source
from digest.sources.subscriptions import name_apart


class CountedName(str):
    """A name that counts how often another one is made of it."""

    made = 0

    def __format__(self, spec: str) -> str:
        CountedName.made += 1
        return str.__format__(self, spec)


def test_thousands_of_one_name_are_told_apart_in_one_go() -> None:
    sources = [Source(CountedName("News"), "feed", f"https://a.example/{number}") for number in range(1_000)]
    taken = Source("News 3", "feed", "https://b.example/")
    named = [source.name for source in name_apart([taken, *sources])]
    assert named[:5] == ["News 3", "News", "News 2", "News 4", "News 5"]
    assert len(set(named)) == 1_001
    assert CountedName.made <= 1_001
