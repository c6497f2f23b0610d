"""Fingerprints, shingles and near duplicates."""

from __future__ import annotations

import random
import subprocess
import sys

from digest.text import find_duplicate_texts, fingerprint_text, hash_shingles, measure_overlap

SYLLABLES = ("al", "bor", "cet", "dun", "el", "fra", "gus", "hin")
NAMES = [f"{first}{last}" for first in SYLLABLES for last in "abcdefghijkl"]


def make_text(seed: int, count: int) -> str:
    return " ".join(random.Random(seed).choices(NAMES, k=count))


def test_a_fingerprint_ignores_case_space_and_punctuation() -> None:
    assert fingerprint_text("The Bridge,  is shut!") == fingerprint_text("the bridge is - shut")
    assert fingerprint_text("你好，世界") == fingerprint_text("你好世界")
    assert fingerprint_text("The bridge is shut") != fingerprint_text("The bridge is open")


def test_hashes_are_the_same_in_every_process() -> None:
    program = "from digest.text import *; print(fingerprint_text('a b'), hash_shingles('a b c d e f'))"
    answers = {
        subprocess.check_output([sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, text=True)
        for seed in ("1", "2")
    }
    assert answers == {f"{fingerprint_text('a b')} {hash_shingles('a b c d e f')}\n"}


def test_overlap_is_the_share_of_the_shorter_text() -> None:
    text = make_text(1, 200)
    assert measure_overlap(text, text.upper()) == 1.0
    assert measure_overlap(text, " ".join(text.split()[:100])) == 1.0
    assert measure_overlap(text, make_text(2, 200)) < 0.05
    assert measure_overlap("", text) == 0.0


def test_a_duplicate_with_another_first_paragraph_is_found() -> None:
    original = make_text(1, 300)
    changed = make_text(3, 40) + " " + " ".join(original.split()[30:])
    again = " ".join(original.split()[:200])
    assert find_duplicate_texts([original, make_text(2, 300), changed, again]) == [None, None, 0, 0]


def test_half_a_copy_is_not_a_duplicate() -> None:
    original = make_text(1, 300)
    half = " ".join(original.split()[:150]) + " " + make_text(4, 150)
    assert find_duplicate_texts([original, half]) == [None, None]


def test_short_texts_are_duplicates_only_if_equal() -> None:
    short = make_text(5, 20)
    assert find_duplicate_texts([short, short.title() + ".", short + " more", "Read it", "Read it"]) == [
        None,
        0,
        None,
        None,
        None,
    ]


def test_a_duplicate_refers_to_an_original() -> None:
    text = make_text(6, 100)
    assert find_duplicate_texts([text, text + " x", text + " x", text]) == [None, 0, 0, 0]


def test_a_common_sentence_makes_no_duplicates() -> None:
    formula = make_text(7, 30)
    texts = [f"{make_text(100 + number, 100)} {formula}" for number in range(100)]
    assert find_duplicate_texts(texts) == [None] * 100


def test_duplicates_are_found_among_many_texts() -> None:
    texts = [make_text(number, 150) for number in range(500)]
    assert find_duplicate_texts(texts + texts[:50])[500:] == list(range(50))
