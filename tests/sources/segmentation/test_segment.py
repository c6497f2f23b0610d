"""Texts of saved pages: they are split into their articles, without the boilerplate."""

from __future__ import annotations

import json
import random
import re
import textwrap
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from benchmarks import segments
from digest.sources.article_drafts import Fault
from digest.sources.segmentation.segment import Segment, segment_text, split_articles
from digest.sources.segmentation.text_articles import read_articles
from digest.text import split_words

Article = tuple[str, list[str]]


def compose(text: str) -> Article:
    """A headline and paragraphs, unwrapped, from a text with blank lines between them."""
    title, *paragraphs = (" ".join(part.split()) for part in text.strip().split("\n\n"))
    return title, paragraphs


BRIDGE = compose("""
    Storm closes the harbour bridge at Lindhaven

    The harbour bridge at Lindhaven was closed on Monday night after the worst storm in twenty years
    tore two steel cables loose, the port authority said.

    Engineers found cracks in the northern tower of the bridge at dawn and ordered every car and
    lorry off the deck. Ferries carried commuters across the harbour instead.

    “Nobody should expect the bridge to open this month,” harbour master Ilse Brandt said. The
    cables will have to be made anew in a shipyard.

    The storm also sank four fishing boats in the harbour and left part of Lindhaven without power
    until noon, the port authority added.

    Repairs to the bridge may cost nine million crowns, engineers think.
""")
SCHOOL = compose("""
    Teachers in Orvik strike over class sizes

    About four thousand teachers in Orvik stayed away from their schools on Tuesday and marched to
    the town hall to demand smaller classes.

    Classes of thirty-four pupils have become usual in Orvik since two schools were merged last
    summer, the teachers’ union says. It wants no more than twenty-six pupils in a room.

    Mayor Tomas Reiner offered to hire sixty teachers next year, which the union called a beginning.
    Parents brought soup and blankets to the strikers.

    Schools will stay shut on Wednesday as well, unless the mayor and the union agree overnight.
    Pupils in their final year are taught in the library.

    The last strike of teachers in Orvik lasted nine days.
""")
COMET = compose("""
    Amateur finds a comet from her balcony

    A retired nurse has discovered a comet with a small telescope on the balcony of her flat, the
    observatory of Saint Amery confirmed on Friday.

    Mireille Dautry had watched the same patch of sky for eleven winters before the faint green
    comet appeared beside a star she knew by heart.

    Astronomers at the observatory followed the comet for three nights and worked out its orbit. It
    will pass the Sun in April and should be seen through ordinary binoculars.

    “I called my daughter before I called the observatory,” Dautry said. The comet will carry her
    name, as the astronomers’ union has allowed.

    Its next visit is due in some eight thousand years.
""")
ARTICLES = (BRIDGE, SCHOOL, COMET)


def join_paragraphs(article: Article) -> str:
    return "\n\n".join(article[1])


def make_scrolling_page(articles: tuple[Article, ...]) -> str:
    """An endless page: the same labels around each article, the same inserts within."""
    lines = ["Sign in to the site", "Posted", "at"]
    for title, paragraphs in articles:
        lines += ["Region", title, "Posted", "at", "From", title.replace("’", "'"), *paragraphs[:2]]
        lines += ["Your player needs an update to show this", paragraphs[2], "Hear our show", "Hear our show"]
        lines += ["Press to hear it", *paragraphs[3:], "Show the rest"]
    return "\n\n".join([*lines, "Most read"])


def make_aggregator_page(articles: tuple[Article, ...], outlets: tuple[str, ...]) -> str:
    """The page of an aggregator: one article, then others with outlet and age around their headlines."""
    title, paragraphs = articles[0]
    lines = ["logo", title, "", title, "", f"{outlets[0]}17-06-2025", *paragraphs]
    lines += ["Blue ground", "", "Use our clever helper", "", "What the clever helper can do:", "", "Replies"]
    lines += ["", "No replies yet...", "", "More like this"]
    for (title, paragraphs), outlet in zip(articles[1:], outlets[1:], strict=True):
        lines += ["", title, title, "", outlet, "", "clock2 hours ago", "", f"  • {outlet}", "", title, ""]
        lines.append(" ".join(paragraphs))
    lines += ["", "TAKE IT WITH YOU", "", "Begin at once: take it with you", ""]
    lines.append("Hungry for more of everything? Put us in your pocket and never miss a thing again.")
    return "\n".join([*lines, "one-shoptwo-shop"])


def list_articles(articles: tuple[Segment, ...]) -> list[tuple[str, str]]:
    return [(article.title, article.text) for article in articles]


class TestPages:
    def test_an_endless_page_is_split(self) -> None:
        page = segment_text(make_scrolling_page(ARTICLES))
        assert list_articles(page.articles) == [
            (article[0], join_paragraphs(article)) for article in ARTICLES
        ]
        assert [article.section for article in page.articles] == ["Region"] * 3
        assert "Press to hear it" in page.boilerplate
        assert not any(article.source or article.published or article.author for article in page.articles)

    def test_the_page_of_an_aggregator_is_split(self) -> None:
        found = split_articles(make_aggregator_page(ARTICLES, ("The Gull", "Orvik Post", "The Gull")))
        assert [article.title for article in found] == [article[0] for article in ARTICLES]
        assert found[0].text == join_paragraphs(BRIDGE)
        assert [article.text for article in found[1:]] == [" ".join(SCHOOL[1]), " ".join(COMET[1])]
        assert [article.source for article in found] == ["The Gull", "Orvik Post", "The Gull"]
        assert found[0].published == datetime(2025, 6, 17, tzinfo=UTC)
        assert [(article.age, article.age_seconds) for article in found[1:]] == [("2 hours ago", 7200)] * 2
        assert [article.published for article in found[1:]] == [None, None]

    def test_an_outlet_above_the_age_is_found(self) -> None:
        lines: list[str] = []
        for (title, paragraphs), outlet in zip(
            ARTICLES, ("The Gull", "Orvik Post", "Stargazer"), strict=True
        ):
            lines += [outlet, "10 minutes ago", title, *paragraphs]
        found = split_articles("\n".join(lines))
        assert [article.source for article in found] == ["The Gull", "Orvik Post", "Stargazer"]

    def test_an_article_under_two_headlines_is_returned_twice(self) -> None:
        again = ("Lindhaven loses its bridge to the worst storm in twenty years", BRIDGE[1])
        found = split_articles(make_scrolling_page((BRIDGE, again, COMET)))
        assert [article.title for article in found] == [BRIDGE[0], again[0], COMET[0]]
        assert found[0].text == found[1].text

    def test_a_missing_first_headline_is_derived(self) -> None:
        text = make_scrolling_page(ARTICLES).replace(
            f"Region\n\n{BRIDGE[0]}\n\nPosted\n\nat\n\nFrom\n\n{BRIDGE[0]}\n\n", "", 1
        )
        first, second, _ = split_articles(text)
        assert first.title_derived
        assert first.title == BRIDGE[1][0]
        assert (second.title, second.title_derived) == (SCHOOL[0], False)

    @pytest.mark.parametrize("seed", range(5))
    def test_the_words_of_the_boilerplate_do_not_matter(self, seed: int) -> None:
        content = {
            line for article in ARTICLES for line in (article[0], article[0].replace("’", "'"), *article[1])
        }
        page = make_scrolling_page(ARTICLES)
        changed = "\n".join(line if line in content else scramble(line, seed) for line in page.split("\n"))
        assert changed != page
        assert list_articles(split_articles(changed)) == list_articles(split_articles(page))

    @pytest.mark.parametrize(
        ("separator", "articles"), [("\n\n----\n\n", ARTICLES), ("\n\n\n\n", (BRIDGE, SCHOOL))]
    )
    def test_a_rule_or_wide_space_separates_articles(
        self, separator: str, articles: tuple[Article, ...]
    ) -> None:
        text = separator.join(f"{article[0]}\n\n{join_paragraphs(article)}" for article in articles)
        assert list_articles(split_articles(text)) == [
            (article[0], join_paragraphs(article)) for article in articles
        ]

    def test_headlines_alone_separate_articles(self) -> None:
        two = (BRIDGE, SCHOOL)
        text = "\n\n".join(f"{article[0]}\n\n{join_paragraphs(article)}" for article in two)
        assert list_articles(split_articles(text)) == [
            (article[0], join_paragraphs(article)) for article in two
        ]

    def test_subheadings_do_not_separate_articles(self) -> None:
        heads = ("Cables torn from the northern tower", "Ferries instead of the bridge")
        parts = (BRIDGE[0], *BRIDGE[1][:2], heads[0], *BRIDGE[1][2:4], heads[1], *BRIDGE[1][4:])
        assert len(split_articles("\n\n".join(parts))) == 1

    def test_teasers_below_an_article_are_left_out(self) -> None:
        teasers = [f"{title}\n3 hours ago\n{paragraphs[0]}" for title, paragraphs in (SCHOOL, COMET)]
        page = "\n".join(
            ["Menu", "News", BRIDGE[0], "June 3, 2025", *BRIDGE[1], "More", *teasers, "Menu", "News"]
        )
        assert list_articles(split_articles(page)) == [(BRIDGE[0], join_paragraphs(BRIDGE))]
        *_, left = read_articles(page, None)
        assert left == Fault("not_an_article", "lines 13, 16: too short for an article")

    def test_recurring_sentences_are_boilerplate(self) -> None:
        plea = "Please support our work with a small gift today."
        page = make_scrolling_page(ARTICLES).replace("Press to hear it", plea)
        assert not any(plea in article.text for article in split_articles(page))

    def test_a_link_attached_to_a_paragraph_is_removed(self) -> None:
        text = f"{BRIDGE[0]}\n\n{join_paragraphs(BRIDGE)}Read more: What the storm did to the coast"
        assert split_articles(text)[0].text == join_paragraphs(BRIDGE)


class TestSingleArticles:
    @pytest.mark.parametrize("article", ARTICLES)
    def test_an_article_stays_whole(self, article: Article) -> None:
        title, paragraphs = article
        assert list_articles(split_articles(f"{title}\n\n{join_paragraphs(article)}")) == [
            (title, join_paragraphs(article))
        ]
        (untitled,) = split_articles(join_paragraphs(article))
        assert (untitled.title_derived, untitled.title, untitled.text) == (
            True,
            paragraphs[0],
            join_paragraphs(article),
        )

    def test_headings_and_lists_are_kept(self) -> None:
        parts = (
            "What is shut",
            "- the bridge",
            "- the northern quay",
            "Ferries run every hour until midnight.",
        )
        text = "\n\n".join((join_paragraphs(BRIDGE), *parts))
        (found,) = split_articles(f"{BRIDGE[0]}\n\n{text}")
        assert found.text == text

    def test_a_wrapped_text_is_unwrapped(self) -> None:
        wrapped = "\n\n".join(textwrap.fill(line, 70) for line in (BRIDGE[0], *BRIDGE[1]))
        assert list_articles(split_articles(wrapped)) == [(BRIDGE[0], join_paragraphs(BRIDGE))]

    def test_a_header_with_byline_and_date_is_read(self) -> None:
        header = f"{BRIDGE[0]}\nBy Jon Aske\nTuesday, 3 June 2025"
        (found,) = split_articles(f"{header}\n\n{join_paragraphs(BRIDGE)}")
        assert (found.title, found.author, found.line) == (BRIDGE[0], "Jon Aske", 1)
        assert found.published == datetime(2025, 6, 3, tzinfo=UTC)

    def test_a_long_first_sentence_is_cut_for_the_title(self) -> None:
        sentence = "The bridge " + "and the harbour " * 20 + "are shut."
        (found,) = split_articles(f"{sentence}\n\n{join_paragraphs(BRIDGE)}")
        assert len(found.title) <= 161
        assert sentence.startswith(found.title.removesuffix("…"))

    @pytest.mark.parametrize("text", ["", " \n\n", "Menu\nNews\nSport", "----\n----"])
    def test_a_text_without_prose_has_no_article(self, text: str) -> None:
        assert split_articles(text) == ()


def scramble(line: str, seed: int) -> str:
    """The line with random letters, the same ones each time."""
    letters = random.Random(f"{seed} {line.strip()}")
    return re.sub(r"[^\W\d_]", lambda found: letters.choice("aeioutrsn"), line)


SHARED = Path(__file__).parents[3].parent / "shared" / "seeds"


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared test data is not next to the project")
@pytest.mark.parametrize("scrambled", [None, 1, 2])
def test_saved_pages_are_split_as_labeled(scrambled: int | None) -> None:
    for name, truth in json.loads((SHARED / "truth.json").read_text("utf-8")).items():
        original = (SHARED / name).read_text("utf-8").split("\n")
        boilerplate = {entry["line"] for entry in truth["boilerplate"]}
        lines = [
            line if scrambled is None or number not in boilerplate else scramble(line, scrambled)
            for number, line in enumerate(original, 1)
        ]
        found = split_articles("\n".join(lines))
        assert [outline(article) for article in found] == [
            outline_label(entry) for entry in truth["articles"]
        ]
        paragraphs = {paragraph for article in found for paragraph in article.text.split("\n\n")}
        assert not paragraphs & {lines[number - 1].strip() for number in boilerplate}
        expected = Counter(
            word
            for entry in truth["articles"]
            for number in entry["body_lines"]
            for word in split_words(original[number - 1])
        )
        actual = Counter(word for article in found for word in split_words(article.text))
        assert sum((expected & actual).values()) >= 0.99 * max(sum(expected.values()), sum(actual.values()))


PAGES = SHARED.parent / "data" / "pages"


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.skipif(not PAGES.is_dir(), reason="the shared test data is not next to the project")
def test_joined_pages_are_split_and_single_ones_stay_whole() -> None:
    saved = list(segments.read_pages(PAGES))
    forms = {name: segments.score_form(*row, False) for name, row in segments.make_forms(saved, seed=1)}
    for name, score in forms.items():
        is_single = name in segments.SINGLE_FORMS
        assert score["found"] >= 0.9, (name, score)
        assert score["count"] >= (0.95 if is_single else 0.8), (name, score)


def outline(article: Segment) -> tuple[Any, ...]:
    date = article.published.date().isoformat() if article.published else None
    title = None if article.title_derived else article.title
    return title, article.source, article.section, article.age, date


def outline_label(entry: dict[str, Any]) -> tuple[Any, ...]:
    date = entry.get("date") if re.fullmatch(r"\d{4}-\d\d-\d\d", entry.get("date") or "") else None
    return entry["title"], entry["source"] or "", entry.get("section") or "", entry.get("age") or "", date
