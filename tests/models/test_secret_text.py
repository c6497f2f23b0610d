"""Texts with secrets: shown, kept and compared by the names of their variables."""

from __future__ import annotations

import copy
import json
import pickle
from dataclasses import asdict

import pytest

from digest.models import Source
from digest.models.secret_text import SecretText, conceal, reveal

TEMPLATE = "https://news.example/feed?key=${KEY}&user=${USER_NAME}"
SECRET = SecretText(TEMPLATE, [("KEY", "k3y/wörth"), ("USER_NAME", "ada.l"), ("OTHER", "x")])


@pytest.mark.parametrize(
    "show",
    [
        str,
        repr,
        json.dumps,
        "{}".format,
        lambda text: "%s" % text,  # noqa: UP031
        lambda text: text + "",
        lambda text: "".join([text, ""]),
        lambda text: text.replace("x", "x"),
        lambda text: str(asdict(Source("n", "feed", text))),
        lambda text: repr(Source("n", "feed", text, headers=(("X", text),))),
        lambda text: Source("n", "feed", text).key,
        copy.deepcopy,
        lambda text: repr(pickle.loads(pickle.dumps(text))),
        ascii,
    ],
)
def test_no_way_of_showing_it_shows_a_value(show: object) -> None:
    shown = show(SECRET)  # type: ignore[operator]
    assert "${KEY}" in shown
    assert "k3y" not in shown
    assert "ada.l" not in shown


def test_it_is_compared_by_the_names() -> None:
    assert SECRET == TEMPLATE
    assert hash(SECRET) == hash(TEMPLATE)
    assert SecretText(TEMPLATE, [("KEY", "another")]) == SECRET


@pytest.mark.parametrize("passed_on", [SECRET, copy.deepcopy(SECRET), pickle.loads(pickle.dumps(SECRET))])
def test_it_is_revealed_only_on_request(passed_on: str) -> None:
    assert reveal(passed_on) == "https://news.example/feed?key=k3y/wörth&user=ada.l"
    assert reveal(str(passed_on)) == TEMPLATE
    assert reveal(SecretText("a ${X}", ())) == "a ${X}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no access with k3y/wörth", "no access with ${KEY}"),
        ("https://x.example/?k=k3y%2Fw%C3%B6rth", "https://x.example/?k=${KEY}"),
        ("https://x.example/k3y/w%C3%B6rth/1", "https://x.example/${KEY}/1"),
        ("ada.l k3y/wörth", "${USER_NAME} ${KEY}"),
        ("nothing", "nothing"),
    ],
)
def test_values_in_other_texts_are_concealed(text: str, expected: str) -> None:
    assert conceal(text, ["plain", SECRET]) == expected


def test_values_of_three_letters_are_left_in_other_texts() -> None:
    assert conceal("abc", [SecretText("${KEY}", [("KEY", "abc")])]) == "abc"


@pytest.mark.parametrize("form", ["k3y/wörth", "k3y%2Fw%C3%B6rth", "k3y/w%C3%B6rth"])
def test_the_forms_of_a_value_in_addresses_are_concealed(form: str) -> None:
    assert conceal(f"no {form} there", [SECRET]) == "no ${KEY} there"


def test_a_value_with_spaces_is_concealed_in_both_forms_of_a_query() -> None:
    secret = SecretText("${KEY}", [("KEY", "two words")])
    assert conceal("a=two+words&b=two%20words", [secret]) == "a=${KEY}&b=${KEY}"
