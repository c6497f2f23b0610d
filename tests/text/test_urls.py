"""Canonical URLs, stable ids and URLs of sentences."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from digest.text.urls import (
    canonicalize_url,
    find_host,
    find_path,
    make_article_id,
    make_sentence_url,
    normalize_address,
    resolve_feed_scheme,
)


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
def test_equal_urls_have_one_canonical_form(url: str, canonical: str) -> None:
    assert canonicalize_url(url) == canonical
    assert canonicalize_url(canonical) == canonical


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://www.google.com/url?rct=j&sa=t&url=https://kai.example/a%3Fid%3D1&ct=ga&usg=x", "https://kai.example/a?id=1"),
        ("http://google.co.uk/url?q=https%3A%2F%2Fkai.example%2Fa%26b&sa=D", "https://kai.example/a&b"),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fkai.example%2F%3Ffbclid%3Dx&h=y", "https://kai.example/"),
        ("https://eur03.safelinks.protection.outlook.com/?url=https%3A%2F%2Fkai.example%2Fa&data=05", "https://kai.example/a"),
        ("https://www.google.com/url?url=https://google.com/url?q=https%253A%252F%252Fkai.example%252Fa", "https://kai.example/a"),
        ("https://www.google.com/url?q=javascript:go()", "https://www.google.com/url?q=javascript:go()"),
        ("https://share.example/?url=https://kai.example/a", "https://share.example/?url=https://kai.example/a"),
        ("https://google.com.evil.example/url?q=https://kai.example/a", "https://google.com.evil.example/url?q=https://kai.example/a"),
    ],
)  # fmt: skip
def test_a_link_that_only_sends_on_becomes_its_target(url: str, target: str) -> None:
    assert canonicalize_url(url) == target
    assert canonicalize_url(target) == target


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://kai.example/a;jsessionid=0AF3?x=1", "https://kai.example/a?x=1"),
        ("https://kai.example/a;JSESSIONID=0AF3.node1/b", "https://kai.example/a/b"),
        (
            "https://kai.example/a?PHPSESSID=u8&id=1&sid=0123456789abcdef0123456789abcdef",
            "https://kai.example/a?id=1",
        ),
        ("https://kai.example/a?sid=17&s=ferry", "https://kai.example/a?sid=17&s=ferry"),
        ("https://kai.example/a;v=2?x=1", "https://kai.example/a;v=2?x=1"),
    ],
)
def test_session_ids_are_no_part_of_an_address(url: str, canonical: str) -> None:
    assert canonicalize_url(url) == canonical


@pytest.mark.parametrize("port", ["", ":80", ":443", ":0443", ":8080", ":59085", ":65535", ":70000"])
@pytest.mark.parametrize("rest", ["/", "//a;b/%7e(c)", "/a?", "/a?b=1&&c", "/a?utm_source=x&b={d}?&UTM_ID=y"])
def test_the_usual_form_of_a_url_is_treated_like_any_other(port: str, rest: str) -> None:
    for url in (f"https://news.example{port}{rest}", f"http://127.0.0.1{port}{rest}"):
        assert canonicalize_url(url) == canonicalize_url(f" {url}")


@pytest.mark.parametrize(
    "url",
    [
        *("", "/a", "//a/b", "javascript:alert(1)", "data:text/html,x", "mailto:a@b", "file:", "\ud800"),
        *("http://", "http:///a", "http://[bad", "http://a b/", "http://a.example:99999/", "http://a..b/"),
    ],
)
def test_other_texts_are_not_urls(url: str) -> None:
    assert canonicalize_url(url) == ""


def test_a_relative_url_is_resolved_against_its_base() -> None:
    assert canonicalize_url("../b?id=1", "https://news.example/x/y/z") == "https://news.example/x/b?id=1"
    assert canonicalize_url("//other.example/b", "https://news.example/") == "https://other.example/b"
    assert canonicalize_url("javascript:x", "https://news.example/") == ""


@pytest.mark.parametrize(
    ("address", "resolved"),
    [
        ("feed://kai.example/f", "http://kai.example/f"),
        ("feed:https://kai.example/f", "https://kai.example/f"),
        ("FEED:kai.example/f", "http://kai.example/f"),
        ("feed://https://kai.example/f", "https://kai.example/f"),
        (" itpc://kai.example/f ", "http://kai.example/f"),
        ("feeds://kai.example/f", "https://kai.example/f"),
        ("FEEDS:kai.example/f", "https://kai.example/f"),
        ("pcast://kai.example:8080/f", "http://kai.example:8080/f"),
        ("HTTPS://Kai.example/F", "https://Kai.example/F"),
        ("https://kai.example/feed:1", "https://kai.example/feed:1"),
        ("feed:", "feed:"),
    ],
)
def test_the_schemes_of_readers_mean_web_addresses(address: str, resolved: str) -> None:
    assert resolve_feed_scheme(address) == resolved


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HTTP://Kai.Example:80/", "http://kai.example"),
        ("https://kai.example:443/%7Eann/f", "https://kai.example/~ann/f"),
        ("https://kai.example/a/../%c3%a4?b=%2f", "https://kai.example/ä?b=%2F"),
        ("feed://bücher.example/x#top", "http://xn--bcher-kva.example/x"),
        ("https://me:pw@KAI.example/x", "https://me:pw@kai.example/x"),
    ],
)
def test_equal_addresses_have_one_normal_form(one: str, other: str) -> None:
    assert normalize_address(one) == normalize_address(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://kai.example/", "https://kai.example/"),
        ("https://kai.example/a", "https://kai.example/a/"),
        ("https://kai.example/a%2Fb", "https://kai.example/a/b"),
        ("https://kai.example/?a=1", "https://kai.example/?a=2"),
        ("/home/ann/notes", "/home/ann/Notes"),
    ],
)
def test_different_addresses_stay_different(one: str, other: str) -> None:
    assert normalize_address(one) != normalize_address(other)


def test_an_id_is_stable() -> None:
    assert make_article_id("https://news.example/a") == "b619b23d6dc1ac12"
    assert make_article_id("https://news.example/a") != make_article_id("https://news.example/b")


class TestSentenceUrl:
    url = "https://news.example/a"
    text = (
        "The bridge over the harbour was closed. Ferries ran.\n\n"
        "The bridge over the canal, a well-known one, stayed open & busy all night. It will not close."
    )

    def fragment(self, sentence: str, text: str | None = None) -> str:
        address = make_sentence_url(self.url, sentence, self.text if text is None else text)
        assert address.startswith(self.url)
        return address.removeprefix(self.url)

    def test_up_to_eight_words_are_quoted_in_full(self) -> None:
        assert self.fragment("Ferries ran.") == "#:~:text=Ferries%20ran."

    def test_a_longer_sentence_is_quoted_by_its_encoded_ends(self) -> None:
        sentence = "The bridge over the canal, a well-known one, stayed open & busy all night."
        fragment = self.fragment(sentence)
        assert fragment == "#:~:text=The%20bridge%20over%20the%20canal%2C,%26%20busy%20all%20night."
        text = "A well-known, old & tired bridge was shut for good on well-worn, grey Monday."
        assert self.fragment(text, text) == (
            "#:~:text=A%20well%2Dknown%2C%20old%20%26,on%20well%2Dworn%2C%20grey%20Monday."
        )

    def test_a_repeated_sentence_gets_a_prefix(self) -> None:
        text = "She knew that it rained. They met again. It rained. It rained hard."
        assert self.fragment("They met again.", text) == "#:~:text=They%20met%20again."
        assert self.fragment("It rained.", text) == "#:~:text=again.-,It%20rained."
        assert self.fragment("It rained hard.", text) == "#:~:text=It%20rained%20hard."

    def test_a_repeated_start_is_extended(self) -> None:
        first = "One two thrée four five six seven eight nine."
        later = "One two three FOUR and so on to the end."
        assert self.fragment(later, f"{first} {later}") == (
            "#:~:text=One%20two%20three%20FOUR%20and,on%20to%20the%20end."
        )

    def test_a_repeated_end_is_extended_or_the_sentence_quoted_in_full(self) -> None:
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

    def test_a_sentence_that_is_not_in_the_text_gets_no_fragment(self) -> None:
        assert self.fragment("Nobody said this.") == ""
        assert self.fragment("") == ""

    def test_other_schemes_are_unchanged(self) -> None:
        assert make_sentence_url("mailto:a@b.example", "Ferries ran.", self.text) == "mailto:a@b.example"

    def test_a_route_in_the_fragment_is_kept(self) -> None:
        address = make_sentence_url("https://a.example/#!/b", "Ferries ran.", self.text)
        assert address == "https://a.example/#!/b:~:text=Ferries%20ran."


@pytest.mark.parametrize(
    ("address", "normal"),
    [
        ("https://kai.example/a/b.xml?x=1&y=%7e", "https://kai.example/a/b.xml?x=1&y=~"),
        ("https://kai.example/a//b", "https://kai.example/a//b"),
        ("https://kai.example//b/../[c", "https://kai.example//[c"),
        ("https://kai.example/a/./b/.c", "https://kai.example/a/b/.c"),
        ("https://kai.example/a/..", "https://kai.example/"),
        ("https://kai.example/a;", "https://kai.example/a"),
        ("https://kai.example/a?", "https://kai.example/a"),
        ("https://kai.example:8080", "https://kai.example:8080/"),
        ("https://kai.example/été", "https://kai.example/%C3%A9t%C3%A9"),
        (
            "https://kai.example:8080/a:b/(c)/d_e~f/?feed=rss2",
            "https://kai.example:8080/a:b/(c)/d_e~f/?feed=rss2",
        ),
    ],
)
def test_an_address_that_is_not_yet_normal_is_normalized(address: str, normal: str) -> None:
    assert normalize_address(address) == normal
    assert normalize_address(normal) == normal


@pytest.mark.parametrize("url", ["https://[bad", "http://a.example:port/", "https://[::1/"])
def test_what_is_no_address_has_no_normal_form(url: str) -> None:
    assert normalize_address(url) == url


@pytest.mark.parametrize("url", ["https://[bad", "http://[::1/a", "feed", "file:///a"])
def test_what_has_no_host_has_none(url: str) -> None:
    assert find_host(url) == ""


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://news.example/a/b%20c;d?e=/f#/g", "/a/b%20c;d"),
        ("https://news.example:8080?x=/y", ""),
        ("file:///home/a b.txt", "/home/a b.txt"),
        ("/a//b", "/a//b"),
        ("https://[news.example/a", "/a"),
        ("", ""),
    ],
)
def test_the_path_of_an_address_ends_before_query_and_fragment(url: str, path: str) -> None:
    assert find_path(url) == path
