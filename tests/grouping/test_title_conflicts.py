"""Templates of one outlet, names that only one side knows, and which words of a headline tell an event."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from scipy import sparse

from digest.grouping import group_articles
from digest.grouping.coherence import measure_coherence
from digest.grouping.similarity import Pairs
from digest.grouping.terms import count_terms
from digest.grouping.title_conflicts import FOREIGN, weigh_titles
from digest.models import Article

NOW = datetime(2026, 3, 11, 12, tzinfo=UTC)
FAIR = "Oskar Lindqvist and Petra Vale of Brannock won the ploughing match at the fair."
RIVAL = "In the other semi-final Torvald beat Hesselby by a goal. Ostmere and Skarvik met in the rain."


def article(id_: str, title: str, text: str = "", source: str = "") -> Article:
    return Article(id_, source or f"Outlet {id_}", "", title, text, NOW, NOW, "en")


def weigh(*articles: Article) -> list[float]:
    """What is left of similarities of 1 between all of these."""
    first, second = np.triu_indices(len(articles), 1)
    pairs = Pairs(first, second, np.ones(len(first)))
    return list(weigh_titles(pairs, articles, count_terms(articles, "en", 100)).similarity)


def riddle(name: str, source: str = "The Quay") -> Article:
    return article(f"{source} {name}", f"Today's {name} riddle: hints, clues and the answer", source=source)


def test_three_uses_of_a_template_are_three_events() -> None:
    assert weigh(riddle("Harbour"), riddle("Lantern"), riddle("Pancake")) == [0, 0, 0]


def test_two_titles_alike_are_no_template() -> None:
    assert weigh(riddle("Harbour"), riddle("Lantern")) == [1]


def test_a_template_is_one_outlets() -> None:
    names = ("Harbour", "Lantern", "Pancake")
    assert weigh(*(riddle(name, source=f"The {name}") for name in names)) == [1, 1, 1]


def test_a_title_with_a_word_more_is_no_template() -> None:
    told = [
        article(f"a{number}", f"Storm shuts the harbour of Skarvik{more}", source="The Quay")
        for number, more in enumerate(("", " again", " overnight"))
    ]
    assert weigh(*told) == [1, 1, 1]


def test_templates_of_two_outlets_fall_into_what_each_use_is_on() -> None:
    names = ("Harbour", "Lantern", "Pancake")
    pool = [riddle(name, source) for name in names for source in ("The Quay", "Northwire")]
    stories = group_articles([*pool, *(article(f"x{n}", f"Ferry {n} late off Skarvik") for n in range(4))])
    told = {frozenset(member.id for member in story.articles) for story in stories}
    assert {frozenset({f"The Quay {name}", f"Northwire {name}"}) for name in names} <= told


def test_three_names_that_the_other_never_says_part_two_articles() -> None:
    one = article("a", "Ostmere beats Skarvik: Halloran scores", f"Halloran of Ostmere beat Skarvik. {FAIR}")
    other = article("b", "Ploughing match at the fair", FAIR)
    assert weigh(one, other) == [FOREIGN]


def test_a_single_name_in_common_is_enough() -> None:
    one = article("a", "Ostmere beats Skarvik: Halloran scores", f"Halloran of Ostmere beat Skarvik. {FAIR}")
    assert weigh(one, article("b", "Torvald wins the other match", RIVAL)) == [1]


def test_two_names_are_too_few_and_a_headline_cannot_be_asked() -> None:
    two = article("a", "Ostmere beats Skarvik", f"Ostmere beat Skarvik. {FAIR}")
    assert weigh(two, article("b", "Ploughing match at the fair", FAIR)) == [1]
    three = article(
        "a", "Ostmere beats Skarvik: Halloran scores", f"Halloran of Ostmere beat Skarvik. {FAIR}"
    )
    assert weigh(three, article("b", "Ploughing match at the fair")) == [1]


def test_words_whose_articles_share_more_words_tell_an_event() -> None:
    # Columns: quake, valley (always together), week (with a lone word each).
    rows = np.zeros((80, 43))
    rows[:40, :2] = 0.7
    rows[40:, 2] = 0.7
    rows[np.arange(40, 80), np.arange(3, 43)] = 0.7
    telling = measure_coherence(sparse.csr_array(rows), np.arange(80))
    assert telling[0] == telling[1] > telling[2]
    assert telling[3:] == pytest.approx(np.ones(40))


def test_one_outlets_words_tell_nothing_about_its_words() -> None:
    rows = np.full((30, 2), 0.7)
    assert measure_coherence(sparse.csr_array(rows), np.zeros(30, int)).tolist() == [1, 1]
    assert measure_coherence(sparse.csr_array((3, 2)), np.arange(3)).tolist() == [1, 1]
