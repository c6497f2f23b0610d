"""Addresses in one form, stable ids, links to one sentence."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from digest.text.urls import article_id, canonical_address, sentence_address


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTPS://News.Example:443/A%2fb?b=2&a=1#top", "https://news.example/A%2fb?b=2&a=1"),
        ("http://news.example:8080", "http://news.example:8080/"),
        ("https://news.example/a?utm_source=x&id=7&fbclid=y&UTM_Medium=z", "https://news.example/a?id=7"),
        ("https://news.example/a?gclid=1", "https://news.example/a"),
        ("https://news.example/a?q=x%20y+z&q=&flag", "https://news.example/a?q=x%20y+z&q=&flag"),
        ("https://news.example/a/?page=2&ref=top", "https://news.example/a/?page=2&ref=top"),
        ("https://user:secret@news.example/a", "https://news.example/a"),
        ("https://news.example/app#!/story/7", "https://news.example/app#!/story/7"),
        ("https://Straße.example/Brücke zu", "https://xn--strae-oqa.example/Br%C3%BCcke%20zu"),
        ("http://[::1]:80/x", "http://[::1]/x"),
        (" https://news.example/\ta\n ", "https://news.example/a"),
        ("file:///news/page one.txt", "file:///news/page%20one.txt"),
    ],
)
def test_one_form(url: str, canonical: str) -> None:
    assert canonical_address(url) == canonical
    assert canonical_address(canonical) == canonical


@pytest.mark.parametrize(
    "url",
    [
        *("", "/a", "//a/b", "javascript:alert(1)", "data:text/html,x", "mailto:a@b", "file:", "\ud800"),
        *("http://", "http:///a", "http://[bad", "http://a b/", "http://a.example:99999/", "http://a..b/"),
    ],
)
def test_no_address(url: str) -> None:
    assert canonical_address(url) == ""


def test_relative_to_a_base() -> None:
    assert canonical_address("../b?id=1", "https://news.example/x/y/z") == "https://news.example/x/b?id=1"
    assert canonical_address("//other.example/b", "https://news.example/") == "https://other.example/b"
    assert canonical_address("javascript:x", "https://news.example/") == ""


def test_id_is_stable() -> None:
    assert article_id("https://news.example/a") == "b619b23d6dc1ac12"
    assert article_id("https://news.example/a") != article_id("https://news.example/b")


class TestSentenceAddress:
    url = "https://news.example/a"
    text = (
        "The bridge over the harbour was closed. Ferries ran.\n\n"
        "The bridge over the canal, a well-known one, stayed open & busy all night. It will not close."
    )

    def fragment(self, sentence: str, text: str | None = None) -> str:
        address = sentence_address(self.url, sentence, self.text if text is None else text)
        assert address.startswith(self.url)
        return address.removeprefix(self.url)

    def test_up_to_eight_words_whole(self) -> None:
        assert self.fragment("Ferries ran.") == "#:~:text=Ferries%20ran."

    def test_longer_ones_by_their_ends_with_everything_encoded(self) -> None:
        sentence = "The bridge over the canal, a well-known one, stayed open & busy all night."
        fragment = self.fragment(sentence)
        assert fragment == "#:~:text=The%20bridge%20over%20the%20canal%2C,%26%20busy%20all%20night."
        text = "A well-known, old & tired bridge was shut for good on well-worn, grey Monday."
        assert self.fragment(text, text) == (
            "#:~:text=A%20well%2Dknown%2C%20old%20%26,on%20well%2Dworn%2C%20grey%20Monday."
        )

    def test_a_sentence_that_stands_earlier_gets_the_words_before_it(self) -> None:
        text = "She knew that it rained. They met again. It rained. It rained hard."
        assert self.fragment("They met again.", text) == "#:~:text=They%20met%20again."
        assert self.fragment("It rained.", text) == "#:~:text=again.-,It%20rained."
        assert self.fragment("It rained hard.", text) == "#:~:text=It%20rained%20hard."

    def test_a_start_that_stands_earlier_is_longer(self) -> None:
        first = "One two thrée four five six seven eight nine."
        later = "One two three FOUR and so on to the end."
        assert self.fragment(later, f"{first} {later}") == (
            "#:~:text=One%20two%20three%20FOUR%20and,on%20to%20the%20end."
        )

    def test_an_end_that_stands_earlier_in_the_sentence_is_longer_or_makes_it_whole(self) -> None:
        sentence = "She truly hoped by then that all night long he knew that all night long"
        assert (
            unquote(self.fragment(sentence, sentence))
            == "#:~:text=She truly hoped by,knew that all night long"
        )
        sentence = "no no no no no no no no no"
        assert unquote(self.fragment(sentence, sentence)) == f"#:~:text={sentence}"

    def test_line_ends_do_not_matter(self) -> None:
        assert self.fragment("The bridge\nover the harbour was closed.") == (
            "#:~:text=The%20bridge%20over%20the%20harbour%20was%20closed."
        )

    def test_no_fragment_when_the_sentence_is_not_there(self) -> None:
        assert self.fragment("Nobody said this.") == ""
        assert self.fragment("") == ""

    def test_other_schemes_stay_as_they_are(self) -> None:
        assert sentence_address("mailto:a@b.example", "Ferries ran.", self.text) == "mailto:a@b.example"

    def test_a_route_keeps_its_place(self) -> None:
        address = sentence_address("https://a.example/#!/b", "Ferries ran.", self.text)
        assert address == "https://a.example/#!/b:~:text=Ferries%20ran."
