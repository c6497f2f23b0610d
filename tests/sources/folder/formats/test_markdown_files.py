"""Markdown: CommonMark, front matter in YAML and TOML, and what note-taking programs add."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest.sources.folder.formats.front_matter import split_front_matter
from digest.sources.folder.formats.markdown_files import plain_markdown
from tests.support.folders import collect_article, collect_file

BRIDGE = "The bridge at Ambel was closed on Monday because two of its cables are rusty."


@pytest.mark.parametrize(
    ("block", "title"),
    [
        ("title: >-\n  Bridge closed\n  at Ambel", "Bridge closed at Ambel"),
        ("title: |\n  Bridge closed", "Bridge closed"),
        ('title: "Mayor: \\"never\\" again"', 'Mayor: "never" again'),
        ("title: 'Brücke: ''nie'' wieder'", "Brücke: 'nie' wieder"),
        ("title: Le pont\n  d’Ambel\n  fermé", "Le pont d’Ambel fermé"),
        ("title: Puente cerrado # borrador", "Puente cerrado"),
        ("# a note\ntitle: no", "no"),
        ("title: 2026-03-05", "2026-03-05"),
        ("title: Bridge: closed\ntags: [a", "Bridge: closed"),  # not YAML
        ("title: [[Bridge]] closed", "[[Bridge]] closed"),
    ],
)
def test_yaml_is_read_as_strings(block: str, title: str) -> None:
    values, text = split_front_matter(f"---\n{block}\n---\nText")
    assert (str(values["title"]).strip(), text) == (title, "Text")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (
            '{\n"title": "Pont fermé",\n"date": "2026-03-05"\n}\nText',
            {"title": "Pont fermé", "date": "2026-03-05"},
        ),
        (
            "title:: Bridge closed\nurl:: https://a.example/1\n\nText",
            {"title": "Bridge closed", "url": "https://a.example/1"},
        ),
        (
            "# 橋が閉鎖\n\nCreated: 5 May\nURL: https://a.example/1\n\nText",
            {"title": "橋が閉鎖", "Created": "5 May", "URL": "https://a.example/1"},
        ),
    ],
)
def test_other_kinds_of_front_matter_are_read(text: str, values: dict[str, str]) -> None:
    found, rest = split_front_matter(text)
    assert (found, rest.strip()) == (values, "Text")


@pytest.mark.parametrize(
    "text",
    [
        "{\nThe bridge is closed.\n}\nText",
        "{\n[1]\n}\n",
        "# Bridge\n\nMayor: The bridge is closed.\nFalk: Why?\n\nText",
        "# Bridge\n\nhttps://a.example/1 is its page.\n\nText",
        "std::vector is a list.\n\nText",
    ],
)
def test_other_lines_at_the_start_are_text(text: str) -> None:
    assert split_front_matter(text) == ({}, text)


@pytest.mark.parametrize("block", ["- a\n- b", "just text", "&a [*a]", "[" * 5000, "a: &b {c: *b}"])
def test_other_yaml_has_no_fields_and_no_error(block: str) -> None:
    values, text = split_front_matter(f"---\n{block}\n---\nText")
    assert "title" not in values
    assert text == "Text"


def test_paragraphs_between_two_rules_are_no_front_matter() -> None:
    text = "---\n\nThe bridge is closed.\n\n---\n\nThe ferry sails."
    assert split_front_matter(text) == ({}, text)
    assert plain_markdown(text) == "The bridge is closed.\n\nThe ferry sails."


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("It sails<br>on Sunday at the latest", "It sails on Sunday at the latest"),
        ("<pre>\n# build\n\n# run\n</pre>\n\nThe bridge", "The bridge"),
        ("{% highlight sh %}\n# build\n{% endhighlight %}\n\nThe {% ref x %}bridge", "The bridge"),
        ("{{< highlight go >}}\n# build\n{{< /highlight >}}\n\nThe bridge {{< a >}}", "The bridge"),
        ("$$\n# x\n$$\n\nThe bridge", "The bridge"),
        ("Over 10^6^ fish and H~2~O, 3^−2^", "Over 10⁶ fish and H₂O, 3⁻²"),
        ("The bridge is closed. #bridge #harbour/news", "The bridge is closed."),
        ("The vote on #bridge", "The vote on #bridge"),
        ("- [ ] Close the bridge\n- [x] Open it", "Close the bridge\n\nOpen it"),
        ("- [/] Close the bridge\n- [>] Open it\n- [a] map", "Close the bridge\n\nOpen it\n\n[a] map"),
        ("> [!quote|Falk] Owner\n> The bridge is closed.", "Owner\n\nThe bridge is closed."),
        ("The bridge {{ page.name }}is closed", "The bridge is closed"),
        ("It is closed.[1](https://a.example/#fn:1) [↩](#x)", "It is closed."),
        ("It is closed.[[1]](https://a.example/#cite_note-1)", "It is closed."),
        ("Room [12](https://a.example/12) is closed.", "Room 12 is closed."),
        ("The [bridge](https://a.example/){target=_blank rel=x} is closed.", "The bridge is closed."),
        # code
        (f"{BRIDGE}\n\n```sh\n# not a heading\nls\n```\n", BRIDGE),
        (f"{BRIDGE}\n\n~~~\n# neither\n~~~\n", BRIDGE),
        (f"{BRIDGE}\n\n    # indented code\n", BRIDGE),
        ("The `ls` command", "The ls command"),
        # links
        ("The [Heron](https://w.example/Heron_(boat)), launched in May", "The Heron, launched in May"),
        ("The [Heron [boat]](https://w.example/a) sailed", "The Heron [boat] sailed"),
        ('The [Heron](<https://w.example/a b> "a title") sailed', "The Heron sailed"),
        ("The [Heron][1] sailed\n\n[1]: https://w.example/a", "The Heron sailed"),
        ("See <https://w.example/a>", "See https://w.example/a"),
        ("![The boat](boat_(old).jpg) The Heron", "The Heron"),
        # notes, breaks, escapes
        ("A roof.[^1] A door.[^note]\n\n[^1]: A note\n    that goes on.\n[^note]: Two.", "A roof. A door."),
        ("A roof[^1], a door [^2]. A bell [^3][^4]!\n\n[^1]: A note.", "A roof, a door. A bell!"),
        ("It has a roof.^[Says Mia.] It is new.", "It has a roof. It is new."),
        ("The bell was cast<br>Its maker", "The bell was cast\nIts maker"),
        ("The bell was cast<br />\nIts maker", "The bell was cast\nIts maker"),
        (r"The \*loudest\* bell \#1 and 3\. May", "The *loudest* bell #1 and 3. May"),
        ("Nine ~~eight~~ people", "Nine people"),
        ("Fish &amp; chips &copy;", "Fish & chips ©"),
        # note-taking programs
        ("The [[Pilot house|pilot]] left [[Ambel#Pier]] and [[Lund]]", "The pilot left Ambel and Lund"),
        ("![[map.png]]\n\nThe ==bridge at Ambel== is ==closed==", "The bridge at Ambel is closed"),
        ("The bridge %%check this%% is closed ^block-1", "The bridge is closed"),
        ("> [!warning]- Owner\n> The bridge is closed.", "Owner\n\nThe bridge is closed."),
        ("> [!NOTE]\n> 橋は閉鎖された。", "橋は閉鎖された。"),
        ("> > [!info]+ Владелец\n> > Мост закрыт.", "Владелец\n\nМост закрыт."),
        (">[!tip] Le [[Maire|maire]]\n>Le pont est ==fermé==.", "Le maire\n\nLe pont est fermé."),
        ("If a == b and c == d", "If a == b and c == d"),
        # structure
        ("Bridge closed\n-------------\n\nThe bridge", "Bridge closed\n\nThe bridge"),
        ("1. one\n2. two\n   - three", "one\n\ntwo\n\nthree"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a | b\n\n1 | 2"),
        ("<div>The <b>bridge</b> is closed.</div>\n", "The bridge is closed."),
        ("<!-- # hidden -->\n\nThe bridge", "The bridge"),
        ("one line\nof a paragraph", "one line of a paragraph"),
    ],
)  # fmt: skip
def test_markup_becomes_text(written: str, plain: str) -> None:
    assert plain_markdown(written).replace("  ", " ") == plain


@pytest.mark.parametrize("empty", ["title:", "title: ''", 'title: ""\nauthor:', "title: ~"])
def test_a_title_without_words_in_front_matter_is_none(tmp_path: Path, empty: str) -> None:
    article = collect_article(tmp_path, "note.md", f"---\n{empty}\n---\n# Bridge closed\n\n{BRIDGE}\n")
    assert (article.title, article.text) == ("Bridge closed", BRIDGE)


@pytest.mark.parametrize(
    "code",
    [
        "```\n# A comment. Of code.\n```",
        "~~~~ sh\n# Sicherung anlegen\n~~~\n# Fertig\n~~~~",
        "    # un commentaire\n    rm -r vieux",
        '```python title="a"\nprint(1)\n## 注释\n\n# 第二\n```',
        "- ```\n  # в списке\n  ```",
        "> ```\n> # quoted\n> ```",
    ],
)
def test_a_heading_in_code_begins_no_article(tmp_path: Path, code: str) -> None:
    body = f"# High water\n\n{BRIDGE}\n\n{code}\n\nDivers went down.\n"
    article = collect_article(tmp_path, "a.md", body)
    assert (article.title, article.text) == ("High water", f"{BRIDGE}\n\nDivers went down.")


def test_underlined_headings_begin_articles(tmp_path: Path) -> None:
    body = f"Bridge closed\n=============\n\n{BRIDGE}\n\nBread is short\n==============\n\n{BRIDGE}\n"
    found = collect_file(tmp_path, "a.md", body).articles
    assert [article.title for article in found] == ["Bridge closed", "Bread is short"]


@pytest.mark.parametrize(
    "address",
    ["https://www.courier.example/2026/bridge", "http://courier.example/2026/bridge?utm_source=clip"],
)
def test_a_clipped_page_has_the_address_that_is_its_source(tmp_path: Path, address: str) -> None:
    head = (
        f'---\ntitle: "Bridge closed"\nsource: "{address}"\n'
        'author:\n  - "[[Mia Falk]]"\n  - "[[O. Birk|Olaf]]"\n'
        'published: 2026-03-05\ncreated: 2026-03-09\ndescription: "Short."\ntags:\n  - "clippings"\n---\n'
    )
    article = collect_article(tmp_path, "a.md", f"{head}{BRIDGE}\n")
    assert (article.title, article.text, article.author) == ("Bridge closed", BRIDGE, "Mia Falk, Olaf")
    assert (article.url.partition("?")[0], article.source) == (address.partition("?")[0], "courier.example")
    assert article.published == datetime(2026, 3, 5, tzinfo=UTC)


def test_a_name_is_a_source(tmp_path: Path) -> None:
    article = collect_article(tmp_path, "a.md", f"---\ntitle: Bridge\nsource: Ambel Courier\n---\n{BRIDGE}\n")
    assert (article.source, article.url.startswith("file:")) == ("Ambel Courier", True)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("It holds 4×10<sup>7</sup> l of *old* water.", "It holds 4×10⁷ l of old water."),
        ("Am 3. Mai <del>vier</del> <ins>neun</ins> t CO<sub>2</sub>.", "Am 3. Mai neun t CO₂."),
        ("Si x < 2 & y, <q>oui</q>, 3 m<sup>2</sup>.", "Si x < 2 & y, “oui”, 3 m²."),
    ],
)
def test_html_in_a_sentence_is_read_as_html(written: str, plain: str) -> None:
    assert plain_markdown(written).strip() == plain


@pytest.mark.parametrize("mark", ["[", "_a ", "a` ", "**", "\\"])
def test_marks_by_the_thousand_are_removed_and_other_paragraphs_read(mark: str) -> None:
    found = plain_markdown(f"{BRIDGE}\n\n{mark * 20_000}\n\nThe [ferry](a) *runs*.")
    first, *middle, last = found.split("\n\n")
    assert (first, last) == (BRIDGE, "The ferry runs.")
    assert not set("".join(middle)) & set("[_`*\\")


@pytest.mark.parametrize(
    "field",
    [
        "link: <https://news.example/2026/barn>",
        "source: '[The barn](https://news.example/2026/barn)'",
        'source: "[[https://news.example/2026/barn]]"',
        "canonical_url: https://news.example/2026/barn",
        "sourceURL: https://news.example/2026/barn",
        "permalink: https://news.example/2026/barn",
    ],
)
def test_the_address_of_a_clipped_page_is_read_in_any_form(tmp_path: Path, field: str) -> None:
    note = f"---\ntitle: Barn burns\n{field}\n---\nThe barn of Ambel burned on Sunday.\n"
    assert collect_article(tmp_path, "a.md", note).url == "https://news.example/2026/barn"
