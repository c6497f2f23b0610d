"""Very many articles are in a file, and nothing else is different."""

from __future__ import annotations

import gc
import os
import pickle
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter

import pytest

from digest.errors import StoreError
from digest.models import Article, Headline
from digest.store import Store, filed_articles
from digest.store.filed_articles import FiledArticle, make_articles
from tests.store.examples import ARTICLE, NOW, make_visit

FIELDS = attrgetter(*Article.__dataclass_fields__)
TEXTS = ("The weir is shut.", "Das Wehr schließt\n\nnicht mehr 🛠", "", "Un carácter suelto: \udce9")


@pytest.fixture
def articles(monkeypatch: pytest.MonkeyPatch) -> Sequence[Article]:
    monkeypatch.setattr(filed_articles, "IN_MEMORY", 1)
    wanted = [
        replace(ARTICLE, id=f"a{number}", title=f"{number}: {text}", text=text)
        for number, text in enumerate(TEXTS)
    ]
    made = list(make_articles(map(FIELDS, wanted)))
    assert [type(article) for article in made] == [Article, FiledArticle, FiledArticle, FiledArticle]
    assert [FIELDS(article) for article in made] == [FIELDS(article) for article in wanted]
    return made


def test_a_copy_of_a_filed_article_is_a_plain_one(articles: Sequence[Article]) -> None:
    for article in articles:
        assert pickle.loads(pickle.dumps(article)) == Article(*FIELDS(article))
        assert replace(article, section="Locks") == replace(Article(*FIELDS(article)), section="Locks")


def test_a_filed_article_equals_the_plain_one(articles: Sequence[Article]) -> None:
    for article in articles:
        plain = Article(*FIELDS(article))
        assert article == plain == article
        assert isinstance(article, Article)
        assert (hash(article), repr(article), article.moment) == (hash(plain), repr(plain), plain.moment)
        assert article != replace(plain, guid="another")


def test_a_head_can_be_read_again_when_others_were_read(
    articles: Sequence[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filed_articles, "HEADS_KEPT", 1)
    for _ in range(2):
        assert [article.title for article in articles] == [f"{n}: {text}" for n, text in enumerate(TEXTS)]


def test_a_text_is_readable_as_long_as_its_article_is_there(articles: Sequence[Article]) -> None:
    last = articles[-1]
    del articles
    assert last.text == TEXTS[-1]


def test_the_store_files_most_of_many_articles(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filed_articles, "IN_MEMORY", 2)
    wanted = [replace(ARTICLE, id=f"a{number}", url="", text=f"Text {number}.") for number in range(5)]
    store.save_visits([make_visit(*wanted)], NOW)
    found = store.articles.find()
    assert [(article.id, article.text) for article in found] == [(row.id, row.text) for row in wanted]
    assert [type(article) for article in found[1:3]] == [Article, FiledArticle]
    headlines = store.articles.headlines(NOW.replace(year=2020), found[1:])
    assert headlines[1:] == found[1:]
    assert headlines[0] == Headline(wanted[0].id, wanted[0].source, wanted[0].title, wanted[0].moment)


def test_values_that_are_shared_keep_their_types(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filed_articles, "IN_MEMORY", 0)
    wanted = [replace(ARTICLE, is_backlog=True, media_seconds=1), replace(ARTICLE, media_seconds=0)]
    made = list(make_articles(map(FIELDS, wanted)))
    assert [repr(FIELDS(article)) for article in made] == [repr(FIELDS(article)) for article in wanted]


def test_no_place_for_the_file_is_an_error_with_advice(
    monkeypatch: pytest.MonkeyPatch, tmp_path: os.PathLike[str]
) -> None:
    monkeypatch.setattr(filed_articles, "IN_MEMORY", 0)
    monkeypatch.setattr(tempfile, "tempdir", os.path.join(tmp_path, "missing"))
    with pytest.raises(StoreError, match=r"temporary files .*TMPDIR"):
        list(make_articles([FIELDS(ARTICLE)]))


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")
@pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
def test_a_full_disk_is_one_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filed_articles, "IN_MEMORY", 0)
    monkeypatch.setattr(filed_articles, "TemporaryFile", lambda prefix: open("/dev/full", "wb"))  # noqa: SIM115
    with pytest.raises(StoreError, match=r"temporary files \(No space left.*Free some space"):
        list(make_articles([FIELDS(ARTICLE)]))
    gc.collect()


def test_without_reads_at_a_place_texts_stay_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filed_articles, "IN_MEMORY", 0)
    monkeypatch.delattr(os, "pread", raising=False)
    assert list(map(type, make_articles([FIELDS(ARTICLE)] * 2))) == [Article, Article]
