"""Word counts and the length of a summary."""

from __future__ import annotations

import pytest

from digest.summarizers import Length
from digest.summarizers.length import count_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("The well-known bridge — closed.", 4),
        ("桥关闭三个月", 3),
        ("桥 at 9", 3),
        ("สะพานถูกปิด", 3),
        ("「桥」、（关闭）三个月。", 3),
        ("ﾊｼｶﾞﾄｼﾞﾀ", 4),
        ("གྲུ་གཟིངས་སླེབས་སོང་།", 4),
    ],
)
def test_words_are_counted_in_every_script(text: str, words: int) -> None:
    assert count_words(text) == words


def test_a_sentence_that_does_not_fit_is_skipped() -> None:
    assert Length(10).fill([8, 9, 3, 2], lambda size: size) == [8, 3]
    assert Length(10).fill([30, 1], lambda size: size) == [30]
