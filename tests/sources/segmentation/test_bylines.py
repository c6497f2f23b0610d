"""By-lines of any length."""

from __future__ import annotations

import pytest

from digest.sources.segmentation.segment import split_articles

PROSE = (
    "The old lighthouse on the skerry has been sold to two sisters from the mainland for one crown. "
    "They mean to open a bakery in it, said the elder, and to keep the lamp lit on winter nights. "
    "The harbour board asked for nothing but that, and for a loaf on the first of each month."
)


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By Ann Other", "Ann Other"),
        ("Von Käthe Groß-Lüderitz", "Käthe Groß-Lüderitz"),
        ("Par Élise L’Écuyer", "Élise L’Écuyer"),
        ("Di Anna Maria De Santis", "Anna Maria De Santis"),
        ("By J. R. Hartley", "J. R. Hartley"),
        ("By Ann Other and five more of her very good friends", ""),
        ("By " + "x" * 5_000, ""),
        ("By " + "Ann" * 20_000, "Ann" * 20_000),
    ],
)
def test_an_author_is_read_from_a_byline_of_any_length(line: str, author: str) -> None:
    (article,) = split_articles(f"Lighthouse sold to two sisters\n\n{line}\n\n{PROSE}")
    assert article.author == author
