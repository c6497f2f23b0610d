"""Every method by its name or dotted path."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from digest.errors import ConfigError
from digest.summarizers import SUMMARIZERS, Candidate, Length, find_summarizer
from digest.summarizers.candidates import list_candidates
from tests.summarizers.example_stories import harbour_story, list_texts, make_article, make_story


@pytest.mark.parametrize("method", SUMMARIZERS)
def test_every_method_chooses_sentences_and_none_twice(method: str) -> None:
    candidates = list_candidates(harbour_story(), range(3))
    chosen = find_summarizer(method)(candidates, Length(40))
    assert chosen
    assert len(set(chosen)) == len(chosen)
    assert set(chosen) <= set(range(len(candidates)))


@pytest.mark.parametrize("method", SUMMARIZERS)
@pytest.mark.parametrize(
    "texts", [[], ["Rain."], ["The bridge closed.", "A ship came in."], ["Гэта мост.", "Ён зачынены."]]
)
def test_every_method_accepts_tiny_stories_in_languages_without_stop_words(
    method: str, texts: Sequence[str]
) -> None:
    candidates = [Candidate(text, 0, n, "Post", language="be") for n, text in enumerate(texts)]
    assert set(find_summarizer(method)(candidates, Length(20))) <= set(range(len(texts)))


@pytest.mark.slow
def test_choices_do_not_depend_on_the_hash_seed() -> None:
    program = (
        "from digest.summarizers import SUMMARIZERS\n"
        "from tests.summarizers.example_stories import list_texts, long_story\n"
        "stories = [long_story(sentences, 2) for sentences in (12, 16, 20)]\n"
        "print([list_texts(story, method=method, words=40) for story in stories for method in SUMMARIZERS])"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=Path(__file__).parents[2],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


def test_a_method_may_be_a_dotted_path() -> None:
    assert find_summarizer("digest.summarizers.lead:choose") is find_summarizer("lead")


@pytest.mark.parametrize(
    ("method", "problem"),
    [
        ("", "is not the name of an installed plug-in"),
        ("nonsense", "is not the name of an installed plug-in"),
        ("json:nonsense", "cannot be loaded"),
        ("no.such.module:choose", "cannot be loaded"),
    ],
)
def test_an_unknown_method_is_a_config_error_that_lists_the_known_ones(method: str, problem: str) -> None:
    with pytest.raises(ConfigError, match=problem) as caught:
        find_summarizer(method)
    assert "lex-rank" in caught.value.advice


@pytest.mark.parametrize("method", SUMMARIZERS)
def test_no_method_chooses_a_subhead(method: str) -> None:
    subheads = ("What the harbour office knows of the barge", "The old bridge of Port Ellis")
    paragraphs = (
        "The old bridge of Port Ellis was struck by a barge.",
        subheads[0],
        "The harbour office knows of the barge and of the old bridge.",
        subheads[1],
        "He said so.",
    )
    article = make_article(0, "The Tidewater Post", "\n\n".join(paragraphs))
    assert [candidate.position for candidate in list_candidates(make_story(article), [0])] == [0, 2, 4]
    assert not {*list_texts(make_story(article), method=method, words=200)} & {*subheads}
