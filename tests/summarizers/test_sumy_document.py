"""sumy's documents, stemmers and import."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from digest.summarizers.candidates import list_candidates
from tests.summarizers.example_stories import long_story


@pytest.mark.parametrize(
    "language", ["cs", "de", "en", "hu", "ru", "sk", "uk", "el", "pl", "ar", "vi", "und"]
)
def test_every_language_has_a_working_stemmer(language: str) -> None:
    from digest.summarizers.sumy_document import find_stemmer

    stems = {find_stemmer(language)(word) for word in ("bridges", "мостове", "γέφυρα", "جسور")}
    assert len(stems) == 4


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", ("bridge", "bridges")), ("de", ("brücke", "brücken")), ("es", ("puente", "puentes")),
        ("sk", ("mosty", "mostov")), ("uk", ("мости", "мостів")), ("el", ("γέφυρα", "γέφυρες")),
        ("pl", ("mostem", "mostami")), ("tr", ("köprüler", "köprülerin")), ("ar", ("الجسر", "جسر")),
    ],
)  # fmt: skip
def test_the_forms_of_a_word_share_a_stem(language: str, forms: tuple[str, str]) -> None:
    from digest.summarizers.sumy_document import find_stemmer

    assert len(set(map(find_stemmer(language), forms))) == 1


@pytest.mark.parametrize("count", [2, "25%", lambda sentences: sentences[:2]])
def test_the_news_summarizer_is_called_like_those_of_sumy(count: Any) -> None:
    from sumy.nlp.stemmers import Stemmer

    from digest.summarizers.news import NewsSummarizer
    from digest.summarizers.sumy_document import build_document

    document = build_document(list_candidates(long_story(8, 2), (0, 1)))
    assert len(document.sentences) == 8
    assert len(NewsSummarizer(Stemmer("english"))(document, count)) == 2


def test_sumy_is_imported_lazily_and_without_nltk_and_requests() -> None:
    program = (
        "import sys, digest.summarizers as s\n"
        "assert 'sumy' not in sys.modules\n"
        "s.find_summarizer('news')\n"
        "assert 'sumy' in sys.modules and {'nltk', 'requests'}.isdisjoint(sys.modules)\n"
        "from sumy.nlp.stemmers import Stemmer\n"
        "assert Stemmer('english')('bridges') == 'bridg' and 'nltk' in sys.modules\n"
        "import requests, nltk.stem.snowball\n"
        "assert requests.get and nltk.stem.snowball.EnglishStemmer"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
