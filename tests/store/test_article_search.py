"""The full-text search over all collected articles."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import inspect

from digest.store import Store, open_store
from digest.store.session import MIN_STREAMED
from tests.store.examples import ARTICLE, NOW, make_visit

# Searching


def test_a_search_finds_words_and_phrases_in_titles_and_texts(store: Store) -> None:
    other = replace(
        ARTICLE, id="a2", title="Ferries", text="Harbours wait.", published=NOW - timedelta(hours=1)
    )
    store.save_visits([make_visit(ARTICLE, other)], NOW)
    found = {
        "gate": ["a1"], "GATE second": ["a1"], "gate ferries": [], "harbour": ["a2"], "harb": ["a2"],
        '"gate is shut"': ["a1"], '"shut gate"': [], "三": ["a1"], "quote": ["a1"], "the": ["a1"], "": [],
        "wait.": ["a2"], "it's": [], "'": [], "\\": [], '"': [], "AND": [], "a*": [], "title:gate": [],
    }  # fmt: skip
    assert {words: [hit.article.id for hit in store.search.find(words)] for words in found} == found


def test_every_database_splits_texts_into_the_same_words(store: Store) -> None:
    text = "Une idée naïve de Łódź, Москва, Αθήνα; re-opened at https://a.example/foo_bar, 3.5 €/tonne."
    store.save_visits(
        [make_visit(replace(ARTICLE, title="Grüße aus MÁLAGA: it's C++ (100%)", text=text))], NOW
    )
    found = (
        *("málaga", "malaga", "Malag", "grüße", "naive", "NAÏVE", "idee", "МОСКВА", "Αθήνα"),
        *(
            "re-opened",
            "opened",
            '"re opened"',
            "example",
            "a.example",
            "foo_bar",
            "foo",
            "bar",
            "3.5",
            "tonne",
        ),
        *("it's", "C++", "c", "100%", "100", "€", "łódź", "aus\ud83d", "a/example", "re\\'opened"),
    )
    assert [words for words in found if not store.search.find(words)] == []
    lost = ("grusse", "lodz", "Αθηνα", "reopened", "foobar", "exampl.e", "35", "s'it", "a'opened", "malagas")
    assert [words for words in lost if store.search.find(words)] == []


def test_an_index_of_an_earlier_version_is_replaced(store: Store) -> None:
    store.save_visits([make_visit(ARTICLE)], NOW)
    if store.url.startswith("postgresql"):
        with store.write() as connection:
            older = "to_tsvector('simple', title || ' ' || left(text, 200000))"
            for name in ("articles_words", "articles_folded"):
                connection.exec_driver_sql(f"create index {name} on articles using gin ({older})")
    assert len(store.search.find("gate")) == 1
    with store.write() as connection:
        names = {row["name"] for row in inspect(connection).get_indexes("articles")}
        assert names.isdisjoint({"articles_words", "articles_folded"})


def test_the_index_follows_added_changed_and_deleted_articles(store: Store) -> None:
    assert store.search.find("gate") == ()
    store.save_visits([make_visit(ARTICLE)], NOW)
    assert len(store.search.find("gate")) == 1
    store.save_visits([make_visit(replace(ARTICLE, title="The door"))], NOW)
    assert store.search.find("gate") == ()
    assert len(store.search.find("door")) == 1
    store.save_visits([make_visit(replace(ARTICLE, title="The door"))], NOW)
    assert len(store.search.find("door")) == 1
    store.prune(NOW + timedelta(days=1))
    assert store.search.find("door") == ()


def test_a_search_finds_what_was_stored_since_the_last_one(store: Store) -> None:
    """By stream, one by one, changed twice, changed back, and deleted before any search."""
    titles = {f"a{number}": f"Lock {number} opens" for number in range(MIN_STREAMED)}
    many = [replace(ARTICLE, id=id_, url="", title=title) for id_, title in titles.items()]
    assert store.search.find("lock") == ()
    store.save_visits([make_visit(*many)], NOW)
    assert {hit.article.id for hit in store.search.find("lock", 1_000)} == titles.keys()
    store.save_visits([make_visit(replace(many[0], title="A sluice"))], NOW)
    store.save_visits([make_visit(replace(many[0], title="A weir"), replace(many[1], title="A weir"))], NOW)
    store.save_visits([make_visit(many[1])], NOW)
    assert store.search.find("sluice") == ()
    assert [hit.article.id for hit in store.search.find("weir")] == ["a0"]
    assert [hit.article.id for hit in store.search.find("lock 1")] == ["a1"]
    store.save_visits([make_visit(replace(many[2], title="A mole"))], NOW)
    store.prune(NOW + timedelta(days=1))
    assert store.search.find("mole") == store.search.find("lock") == ()


def test_two_programs_search_at_the_same_time(store: Store) -> None:
    """Each of them makes the index, or adds to it, unless the other one has done so."""
    store.save_visits([make_visit(ARTICLE)], NOW)

    def search(_: int) -> int:
        with open_store(store.url) as own:
            return len(own.search.find("gate"))

    for _ in range(2):
        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(search, range(4))) == [1] * 4
        store.save_visits([make_visit(replace(ARTICLE, text="The gate is shut again."))], NOW)


def test_search_results_are_newest_first_and_limited(store: Store) -> None:
    hours = {"a": 5, "b": 1, "c": 3}
    store.save_visits(
        [
            make_visit(
                *(replace(ARTICLE, id=id_, published=NOW - timedelta(hours=h)) for id_, h in hours.items())
            )
        ],
        NOW,
    )
    assert [hit.article.id for hit in store.search.find("gate")] == ["b", "c", "a"]
    assert [hit.article.id for hit in store.search.find("gate", 2)] == ["b", "c"]
