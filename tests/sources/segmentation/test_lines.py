"""Lines of a text: the dates and ages they give, and which of them are prose."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from digest.sources.segmentation.lines import split_lines
from digest.sources.segmentation.page_layout import PageLayout


class TestLines:
    @pytest.mark.parametrize(
        ("line", "published", "label"),
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
    def test_a_date_is_found(self, line: str, published: datetime | None, label: str) -> None:
        (found,) = split_lines(line)
        assert (found.published, found.label) == (published, label)

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
            ("5550123 min ago", "", None),
        ],
    )
    def test_an_age_is_found(self, line: str, age: str, seconds: int | None) -> None:
        (found,) = split_lines(line)
        assert (found.age, found.age_seconds) == (age, seconds)

    @pytest.mark.parametrize(
        ("line", "is_prose"),
        [
            ("Ferries carried commuters across instead.", True),
            ("“Nobody expects that,” the master said.", True),
            ("Storm closes the harbour bridge", False),
            ("Where will they all go?", False),
            ("More on this...", False),
            ("他说，大桥在风暴之后关闭了。", True),
        ],
    )
    def test_prose_is_recognized(self, line: str, is_prose: bool) -> None:
        (found,) = split_lines(line)
        assert found.is_prose is is_prose

    def test_the_beginning_of_a_line_decides_what_it_is(self) -> None:
        (found,) = split_lines("word " * 10_000)
        assert found.word_count == 4_000

    @pytest.mark.parametrize(("letters", "published"), [(200, datetime(2025, 6, 3, tzinfo=UTC)), (300, None)])
    def test_a_long_line_gives_no_date(self, letters: int, published: datetime | None) -> None:
        (found,) = split_lines(f"{'x' * letters} June 3, 2025")
        assert found.published == published


class TestContext:
    def test_the_beginning_of_a_line_is_read(self) -> None:
        layout = PageLayout(split_lines(f"{'The harbour bridge was shut. ' * 800}The lighthouse was not."))
        _, below = layout.collect_context(range(0), 100_000)
        assert set(below) == {"harbou", "bridge", "shut"}

    @pytest.mark.parametrize(("lines", "words"), [(500, ["harbou", "bridge", "shut"]), (700, [])])
    def test_lines_nearby_are_read(self, lines: int, words: list[str]) -> None:
        filler = "".join(f"Number {number}\n" for number in range(lines))
        layout = PageLayout(split_lines(f"{filler}\nThe harbour bridge was shut for a long time on Monday."))
        _, below = layout.collect_context(range(0), 3)
        assert below == words
