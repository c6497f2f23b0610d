"""Saved pages as text: how many articles, whose, and nothing of the furniture."""

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
from digest.sources.draft import Fault
from digest.sources.segmentation.lines import read_lines
from digest.sources.segmentation.plaintext import read_articles
from digest.sources.segmentation.segment import Segment, split_articles, take_apart
from digest.text import words

Article = tuple[str, list[str]]


def compose(text: str) -> Article:
    """A headline and paragraphs, parted by blank lines, as wrapped here for reading."""
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


def body(told: Article) -> str:
    return "\n\n".join(told[1])


def scroll(articles: tuple[Article, ...]) -> str:
    """An endless page: each article between the same labels, with the same inserts in its midst."""
    lines = ["Sign in to the site", "Posted", "at"]
    for title, paragraphs in articles:
        lines += ["Region", title, "Posted", "at", "From", title.replace("’", "'"), *paragraphs[:2]]
        lines += ["Your player needs an update to show this", paragraphs[2], "Hear our show", "Hear our show"]
        lines += ["Press to hear it", *paragraphs[3:], "Show the rest"]
    return "\n\n".join([*lines, "Most read"])


def aggregate(articles: tuple[Article, ...], outlets: tuple[str, ...]) -> str:
    """An aggregator's page: one article, then others with outlet and age around their headlines."""
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


def told(articles: tuple[Segment, ...]) -> list[tuple[str, str]]:
    return [(article.title, article.text) for article in articles]


class TestPages:
    def test_an_endless_page(self) -> None:
        page = take_apart(scroll(ARTICLES))
        assert told(page.articles) == [(article[0], body(article)) for article in ARTICLES]
        assert [article.section for article in page.articles] == ["Region"] * 3
        assert "Press to hear it" in page.furniture
        assert not any(article.source or article.published or article.author for article in page.articles)

    def test_an_aggregators_page(self) -> None:
        found = split_articles(aggregate(ARTICLES, ("The Gull", "Orvik Post", "The Gull")))
        assert [article.title for article in found] == [article[0] for article in ARTICLES]
        assert found[0].text == body(BRIDGE)
        assert [article.text for article in found[1:]] == [" ".join(SCHOOL[1]), " ".join(COMET[1])]
        assert [article.source for article in found] == ["The Gull", "Orvik Post", "The Gull"]
        assert found[0].published == datetime(2025, 6, 17, tzinfo=UTC)
        assert [(article.age, article.age_seconds) for article in found[1:]] == [("2 hours ago", 7200)] * 2
        assert [article.published for article in found[1:]] == [None, None]

    def test_an_outlet_alone_above_the_age(self) -> None:
        lines: list[str] = []
        for (title, paragraphs), outlet in zip(
            ARTICLES, ("The Gull", "Orvik Post", "Stargazer"), strict=True
        ):
            lines += [outlet, "10 minutes ago", title, *paragraphs]
        found = split_articles("\n".join(lines))
        assert [article.source for article in found] == ["The Gull", "Orvik Post", "Stargazer"]

    def test_an_article_twice_under_two_headlines_comes_twice(self) -> None:
        again = ("Lindhaven loses its bridge to the worst storm in twenty years", BRIDGE[1])
        found = split_articles(scroll((BRIDGE, again, COMET)))
        assert [article.title for article in found] == [BRIDGE[0], again[0], COMET[0]]
        assert found[0].text == found[1].text

    def test_a_page_whose_first_headline_is_missing(self) -> None:
        text = scroll(ARTICLES).replace(
            f"Region\n\n{BRIDGE[0]}\n\nPosted\n\nat\n\nFrom\n\n{BRIDGE[0]}\n\n", "", 1
        )
        first, second, _ = split_articles(text)
        assert first.title_derived
        assert first.title == BRIDGE[1][0]
        assert (second.title, second.title_derived) == (SCHOOL[0], False)

    @pytest.mark.parametrize("seed", range(5))
    def test_furniture_in_any_words_gives_the_same(self, seed: int) -> None:
        kept = {
            line for article in ARTICLES for line in (article[0], article[0].replace("’", "'"), *article[1])
        }
        page = scroll(ARTICLES)
        changed = "\n".join(line if line in kept else scramble(line, seed) for line in page.split("\n"))
        assert changed != page
        plain = [(article.title, article.text) for article in split_articles(page)]
        assert told(split_articles(changed)) == plain

    @pytest.mark.parametrize(
        ("border", "articles"), [("\n\n----\n\n", ARTICLES), ("\n\n\n\n", (BRIDGE, SCHOOL))]
    )
    def test_a_rule_or_wide_space_parts_articles(self, border: str, articles: tuple[Article, ...]) -> None:
        text = border.join(f"{article[0]}\n\n{body(article)}" for article in articles)
        assert told(split_articles(text)) == [(article[0], body(article)) for article in articles]

    def test_headlines_alone_part_articles(self) -> None:
        two = (BRIDGE, SCHOOL)
        text = "\n\n".join(f"{article[0]}\n\n{body(article)}" for article in two)
        assert told(split_articles(text)) == [(article[0], body(article)) for article in two]

    def test_subheadings_do_not(self) -> None:
        heads = ("Cables torn from the northern tower", "Ferries instead of the bridge")
        parts = (BRIDGE[0], *BRIDGE[1][:2], heads[0], *BRIDGE[1][2:4], heads[1], *BRIDGE[1][4:])
        assert len(split_articles("\n\n".join(parts))) == 1

    def test_teasers_below_an_article_are_none(self) -> None:
        teasers = [f"{title}\n3 hours ago\n{paragraphs[0]}" for title, paragraphs in (SCHOOL, COMET)]
        page = "\n".join(
            ["Menu", "News", BRIDGE[0], "June 3, 2025", *BRIDGE[1], "More", *teasers, "Menu", "News"]
        )
        assert told(split_articles(page)) == [(BRIDGE[0], body(BRIDGE))]
        *_, left = read_articles(page, None)
        assert left == Fault("not_an_article", "lines 13, 16: too little for an article")

    def test_sentences_that_come_back_are_furniture(self) -> None:
        plea = "Please support our work with a small gift today."
        page = scroll(ARTICLES).replace("Press to hear it", plea)
        assert not any(plea in article.text for article in split_articles(page))

    def test_a_link_that_hangs_at_a_paragraph_is_cut(self) -> None:
        text = f"{BRIDGE[0]}\n\n{body(BRIDGE)}Read more: What the storm did to the coast"
        assert split_articles(text)[0].text == body(BRIDGE)


class TestLoneArticles:
    @pytest.mark.parametrize("article", ARTICLES)
    def test_comes_out_whole(self, article: Article) -> None:
        title, paragraphs = article
        assert told(split_articles(f"{title}\n\n{body(article)}")) == [(title, body(article))]
        (untitled,) = split_articles(body(article))
        assert (untitled.title_derived, untitled.title, untitled.text) == (True, paragraphs[0], body(article))

    def test_keeps_headings_and_lists(self) -> None:
        parts = (
            "What is shut",
            "- the bridge",
            "- the northern quay",
            "Ferries run every hour until midnight.",
        )
        text = "\n\n".join((body(BRIDGE), *parts))
        (found,) = split_articles(f"{BRIDGE[0]}\n\n{text}")
        assert found.text == text

    def test_wrapped_at_a_margin(self) -> None:
        wrapped = "\n\n".join(textwrap.fill(line, 70) for line in (BRIDGE[0], *BRIDGE[1]))
        assert told(split_articles(wrapped)) == [(BRIDGE[0], body(BRIDGE))]

    def test_head_with_byline_and_date(self) -> None:
        head = f"{BRIDGE[0]}\nBy Jon Aske\nTuesday, 3 June 2025"
        (found,) = split_articles(f"{head}\n\n{body(BRIDGE)}")
        assert (found.title, found.author, found.line) == (BRIDGE[0], "Jon Aske", 1)
        assert found.published == datetime(2025, 6, 3, tzinfo=UTC)

    def test_a_long_first_sentence_is_cut_for_the_title(self) -> None:
        sentence = "The bridge " + "and the harbour " * 20 + "are shut."
        (found,) = split_articles(f"{sentence}\n\n{body(BRIDGE)}")
        assert len(found.title) <= 161
        assert sentence.startswith(found.title.removesuffix("…"))

    @pytest.mark.parametrize("text", ["", " \n\n", "Menu\nNews\nSport", "----\n----"])
    def test_nothing_to_read_is_no_article(self, text: str) -> None:
        assert split_articles(text) == ()


class TestLines:
    @pytest.mark.parametrize(
        ("line", "moment", "label"),
        [
            ("The Gull17-06-2025", datetime(2025, 6, 17, tzinfo=UTC), "The Gull"),
            ("Updated: 2025-06-17T08:30:00+02:00", datetime(2025, 6, 17, 6, 30, tzinfo=UTC), "Updated"),
            ("Von Jana Holt, 3. März 2025", datetime(2025, 3, 3, tzinfo=UTC), "Von Jana Holt"),
            ("Nov. 19, 2019", datetime(2019, 11, 19, tzinfo=UTC), ""),
            ("19 de noviembre de 2019", datetime(2019, 11, 19, tzinfo=UTC), ""),
            ("03/04/2025", None, ""),
            ("The bridge was shut on 3 June 2025.", None, ""),
        ],
    )
    def test_dates(self, line: str, moment: datetime | None, label: str) -> None:
        (found,) = read_lines(line)
        assert (found.moment, found.label) == (moment, label)

    @pytest.mark.parametrize(
        ("line", "age", "seconds"),
        [
            ("clockan hour ago", "an hour ago", 3_600),
            ("clock2 hours ago", "2 hours ago", 7_200),
            ("The Gull · 5m ago", "5m ago", 300),
            ("vor 3 Stunden", "vor 3 Stunden", 10_800),
            ("il y a 2 jours", "il y a 2 jours", 172_800),
            ("hace una semana", "hace una semana", 604_800),
            ("3 ore fa", "3 ore fa", 10_800),
            ("3 min read", "", None),
        ],
    )
    def test_ages(self, line: str, age: str, seconds: int | None) -> None:
        (found,) = read_lines(line)
        assert (found.age, found.age_seconds) == (age, seconds)

    @pytest.mark.parametrize(
        ("line", "prose"),
        [
            ("Ferries carried commuters across instead.", True),
            ("“Nobody expects that,” the master said.", True),
            ("Storm closes the harbour bridge", False),
            ("Where will they all go?", False),
            ("More on this...", False),
            ("他说，大桥在风暴之后关闭了。", True),
        ],
    )
    def test_prose(self, line: str, prose: bool) -> None:
        (found,) = read_lines(line)
        assert found.prose is prose


def scramble(line: str, seed: int) -> str:
    """The line with other letters, always the same ones for the same line."""
    letters = random.Random(f"{seed} {line.strip()}")
    return re.sub(r"[^\W\d_]", lambda found: letters.choice("aeioutrsn"), line)


SHARED = Path(__file__).parents[2].parent / "shared" / "seeds"


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the saved pages for measuring are not beside the project")
@pytest.mark.parametrize("scrambled", [None, 1, 2])
def test_the_saved_pages(scrambled: int | None) -> None:
    for name, truth in json.loads((SHARED / "truth.json").read_text("utf-8")).items():
        original = (SHARED / name).read_text("utf-8").split("\n")
        furniture = {entry["line"] for entry in truth["boilerplate"]}
        lines = [
            line if scrambled is None or number not in furniture else scramble(line, scrambled)
            for number, line in enumerate(original, 1)
        ]
        found = split_articles("\n".join(lines))
        assert [outline(article) for article in found] == [outline_of(entry) for entry in truth["articles"]]
        paragraphs = {paragraph for article in found for paragraph in article.text.split("\n\n")}
        assert not paragraphs & {lines[number - 1].strip() for number in furniture}
        wanted = Counter(
            word
            for entry in truth["articles"]
            for number in entry["body_lines"]
            for word in words(original[number - 1])
        )
        got = Counter(word for article in found for word in words(article.text))
        assert sum((wanted & got).values()) >= 0.99 * max(sum(wanted.values()), sum(got.values()))


PAGES = SHARED.parent / "data" / "pages"


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.skipif(not PAGES.is_dir(), reason="the saved pages for measuring are not beside the project")
def test_texts_made_of_saved_pages_come_apart_and_lone_ones_stay_whole() -> None:
    saved = list(segments.read_pages(PAGES))
    forms = {name: segments.score_form(*row, False) for name, row in segments.make_forms(saved, seed=1)}
    for name, score in forms.items():
        alone = name in segments.ALONE
        assert score["found"] >= 0.9, (name, score)
        assert score["count"] >= (0.95 if alone else 0.8), (name, score)


def outline(article: Segment) -> tuple[Any, ...]:
    date = article.published.date().isoformat() if article.published else None
    title = None if article.title_derived else article.title
    return title, article.source, article.section, article.age, date


def outline_of(entry: dict[str, Any]) -> tuple[Any, ...]:
    date = entry.get("date") if re.fullmatch(r"\d{4}-\d\d-\d\d", entry.get("date") or "") else None
    return entry["title"], entry["source"] or "", entry.get("section") or "", entry.get("age") or "", date
