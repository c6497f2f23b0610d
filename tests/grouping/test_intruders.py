"""Intruders in stories: members that the others resemble less than half as much as each other."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import combinations

import numpy as np
import pytest
from scipy import sparse

from digest.grouping import GroupingSettings, group_articles
from digest.grouping.intruders import find_candidates, split_intruders, split_weak_pairs
from digest.grouping.terms import count_terms
from digest.grouping.vectors import build_vectors
from digest.models import Article

NOON = datetime(2026, 3, 11, 12, tzinfo=UTC)


ANY = [True] * 9
"""Each of nine articles may leave."""


def link_all(items: range, similarity: int) -> list[tuple[int, int, int]]:
    return [(one, other, similarity) for one, other in combinations(items, 2)]


@pytest.mark.parametrize(("similarity", "is_intruder"), [(29, True), (30, False), (60, False)])
def test_a_member_less_than_half_as_similar_as_the_others_is_an_intruder(
    similarity: int, is_intruder: bool
) -> None:
    links = link_all(range(3), 60) + [(item, 3, similarity) for item in range(3)]
    assert split_intruders([[0, 1, 2, 3]], links, ANY) == [[0, 1, 2] if is_intruder else [0, 1, 2, 3]]


def test_one_strong_link_does_not_hold_an_intruder() -> None:
    links = [*link_all(range(5), 80), (0, 5, 90)]
    assert split_intruders([[0, 1, 2, 3, 4, 5]], links, ANY) == [[0, 1, 2, 3, 4]]


def test_several_intruders_leave_a_story_and_groups_keep_their_order() -> None:
    links = link_all(range(2, 6), 90)
    links += [(item, far, 20) for item in range(2, 6) for far in (0, 1, 6)]
    groups = [[7, 8], [0, 1, 2, 3, 4, 5, 6]]
    assert split_intruders(groups, [*links, (7, 8, 25)], ANY) == [[7, 8], [2, 3, 4, 5]]


def test_two_others_are_too_few_to_judge_by() -> None:
    links = [(0, 1, 90), (0, 2, 25), (1, 2, 25)]
    assert split_intruders([[0, 1, 2]], links, ANY) == [[0, 1, 2]]


def test_only_candidates_leave() -> None:
    links = link_all(range(3), 90) + [(item, far, 20) for item in range(3) for far in (3, 4)]
    may_leave = [True, True, True, False, True]
    assert split_intruders([[0, 1, 2, 3, 4]], links, may_leave) == [[0, 1, 2, 3]]


@pytest.mark.parametrize(
    ("text", "can_be_intruder"),
    [
        ("", False),
        ("The ferry was late.", True),
        (2 * " ".join(f"B{number} was late." for number in range(90)), False),
    ],
    ids=["headline", "teaser", "report"],
)
def test_short_articles_with_a_text_can_be_intruders(text: str, can_be_intruder: bool) -> None:
    article = Article("a", "The Quay", "", "Ferry to Low Isle late again", text, NOON, NOON, "en")
    vectors = build_vectors(count_terms([article, article], "en"))
    assert find_candidates(vectors) == [can_be_intruder] * 2


def test_links_to_other_groups_do_not_count() -> None:
    links = link_all(range(4), 50) + [(item, other, 95) for item in range(3) for other in (4, 5)]
    groups = [[0, 1, 2, 3], [4, 5]]
    assert split_intruders(groups, [*links, (4, 5, 95)], ANY) == groups


RESIDENCY = (
    ("Oda Varn cancels Port Sallow residency over a torn ligament", "Stage Weekly", """
        Oda Varn has cancelled her Port Sallow residency because of a torn ligament, the singer said."""),
    ("Torn ligament: singer Oda Varn cancels Port Sallow residency", "The Quay", """
        The singer Oda Varn cancels all shows of her Port Sallow residency. She has torn a ligament."""),
    ("Oda Varn calls off Port Sallow residency after tearing ligament", "Northwire", """
        Oda Varn, the singer, has called off her Port Sallow residency after she tore a ligament."""),
)  # fmt: skip
ANOTHER = (
    ("The Gannets add six nights to their Port Sallow residency", "Harbour Post", """
        The Gannets extend their Port Sallow residency: six more nights at the Drum hall are on sale."""),
)  # fmt: skip


def test_a_report_that_shares_a_place_and_a_phrase_is_a_story_of_its_own() -> None:
    others = [
        (f"{thing} of {place} opens again", f"Outlet {number}", f"{place} opens its {thing} in spring.")
        for number, (thing, place) in enumerate(
            (thing, place)
            for thing in ("Library", "Tollhouse", "Swimming pool", "Brickworks", "Cable car", "Orchard")
            for place in ("Ostmere", "Lenn", "Torvald", "Quarrow", "Skarvik", "Hollin")
        )
    ]
    articles = [
        Article(title, outlet, "", title, " ".join(text.split()), NOON, NOON, "en")
        for title, outlet, text in (*RESIDENCY, *ANOTHER, *others)
    ]

    def find_story(settings: GroupingSettings) -> set[str]:
        stories = group_articles(articles, settings=settings)
        return {article.id for story in stories if len(story.articles) > 2 for article in story.articles}

    tight = {title for title, _, _ in RESIDENCY}
    assert find_story(GroupingSettings(intruder_share=0)) >= tight | {ANOTHER[0][0]}
    assert tight <= find_story(GroupingSettings())
    assert ANOTHER[0][0] not in find_story(GroupingSettings())


@pytest.mark.parametrize(("shared", "is_story"), [(4, False), (5, True), (9, True)])
def test_two_short_articles_need_five_shared_words(shared: int, is_story: bool) -> None:
    words = sparse.csr_array([[1] * 9, [1] * shared + [0] * (9 - shared)], dtype=np.int8)
    assert split_weak_pairs([[0, 1]], words, ANY) == ([[0, 1]] if is_story else [[0], [1]])


def test_headlines_long_reports_and_larger_stories_are_no_weak_pairs() -> None:
    words = sparse.csr_array(np.ones((5, 2), np.int8))
    assert split_weak_pairs([[0, 1], [2, 3, 4]], words, [True, False, *ANY]) == [[0, 1], [2, 3, 4]]
    assert split_weak_pairs([[2, 3, 4], [0, 1]], words, ANY) == [[2, 3, 4], [0], [1]]


TOWNS = ("Ostmere", "Lenn", "Torvald", "Quarrow", "Skarvik", "Hollin")
WEAK_PAIRS = {
    "en": """Low Isle pays fares with a smile | Islanders on Low Isle hold their faces to a camera.
             Robot becomes a monk on Low Isle | A temple of Low Isle has ordained a machine.
             {} gets snow""",
    "de": """Insel Hallum zahlt mit dem Lächeln | Auf der Insel halten Kunden ihr Gesicht hin.
             Roboter wird Mönch auf Insel Hallum | Ein Tempel der Insel hat ihn geweiht.
             {} bekommt Schnee""",
    "fr": """Île-Basse paie par le sourire | Les clients montrent leur visage à une caméra.
             Un robot devient moine à Île-Basse | Un temple a ordonné une machine.
             {} attend la neige""",
}
"""{language: two reports that share a place, and what others report}"""


@pytest.mark.parametrize("language", WEAK_PAIRS)
def test_two_reports_that_share_a_place_alone_are_two_stories(language: str) -> None:
    *pair, other = (line.strip() for line in WEAK_PAIRS[language].splitlines())
    texts = [
        tuple(line.split(" | ")) for line in (*pair, *(f"{other.format(town)} | {town}" for town in TOWNS))
    ]
    first, second = texts[0][0], texts[1][0]
    articles = [
        Article(title, f"Outlet {number}", "", title, text, NOON, NOON, language)
        for number, (title, text) in enumerate(texts)
    ]

    def are_joined(settings: GroupingSettings) -> bool:
        stories = group_articles(articles, settings=settings)
        return any({first, second} <= {article.id for article in story.articles} for story in stories)

    assert are_joined(GroupingSettings(pair_words=0))
    assert not are_joined(GroupingSettings())
