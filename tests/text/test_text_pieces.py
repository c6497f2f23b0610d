"""Pieces of texts without stops."""

from __future__ import annotations

import pytest

from digest.text.text_pieces import cut_text, is_cut_off


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        (
            "the mill burned on monday, and nobody was hurt at all",
            ["the mill burned on monday", "and nobody was hurt at all"],
        ),
        (
            "the mill burned on monday and nobody was hurt",
            ["the mill burned on monday and", "nobody was hurt"],
        ),
        (
            "水车小屋在星期一烧毁了，没有人受伤，市长感到高兴",
            ["水车小屋在星期一烧毁了，没有人受伤", "市长感到高兴"],
        ),
        ("short", ["short"]),
        ("", []),
    ],
)
def test_a_text_is_cut_at_a_comma_or_a_space(text: str, pieces: list[str]) -> None:
    assert list(cut_text(text, 20 if text[:1] == "水" else 30)) == pieces


@pytest.mark.parametrize(
    "text", ["รือข้ามฟากที่ท่าเก่าปิดแล้วตั้งแต่วันจันทร์ที่ผ่านมา", "ကူးတို့ရပ်နားထားသည်ဟုပြောကြားခဲ့သည်", "x" * 95]
)
def test_a_text_without_spaces_is_cut_between_letters(text: str) -> None:
    pieces = list(cut_text(text, 20))
    assert "".join(pieces) == text
    assert all(10 <= len(piece) <= 20 for piece in pieces[:-1])
    assert not any(piece[0] in "ิีื่้์ัํ็ါာိီုူေဲံ့း်ျြွှ" for piece in pieces)


@pytest.mark.parametrize(
    ("piece", "text", "is_cut"),
    [
        ("the mill burned", "the mill burned on monday", True),
        ("the mill burned", "the mill burned, and fell", True),
        ("The mill burned.", "The mill burned. It fell.", False),
        ("The mill burned", "The mill burned\n\nIt fell.", False),
        ("The mill burned", "The mill burned", False),
        ("He said: “No.”", "He said: “No.” It fell.", False),
        ("ဆိပ်ကမ်းပိတ်သည်။", "ဆိပ်ကမ်းပိတ်သည်။ လေပြင်းသည်။", False),
        ("เรือออกทุกยี่สิบนาที", "เรือออกทุกยี่สิบนาที จนถึงเที่ยงคืน", False),
        ("เรือออกทุกยี่สิบ", "เรือออกทุกยี่สิบนาที", True),
        ("not in it", "something else", False),
        ("", "text", False),
    ],
)
def test_a_piece_is_cut_off_if_its_sentence_goes_on(piece: str, text: str, is_cut: bool) -> None:
    assert is_cut_off(piece, text) is is_cut
