"""Newsletters: their items, the links of the items, and mails that have none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from digest.sources.folder.newsletter import find_items, list_html_blocks, list_text_blocks

ITEMS = (
    ("Ferry runs aground off Lindhaven", "The evening ferry sat on a sandbank until the tide came.", "world"),
    ("Orvik gets its library back", "Four years after the fire the reading room has reopened.", "home"),
    ("A goat leaves the town hall roof", "It had eaten the flag and a part of the minutes.", "home"),
    ("Bread is short beyond the bridge", "Bakers expect to run out of flour by Thursday.", "home"),
)


def link_to(number: int) -> str:
    return f"https://mail.courier.example/click/{number}"


def as_cards() -> str:
    """Headlines that are links, in tables, with a greeting above and a footer below."""
    cards = "".join(
        f"<tr><td><a href='{link_to(n)}?utm_source=m'><img src=x.png></a></td></tr>"
        f"<tr><td><a href='{link_to(n)}?utm_source=m'><b>{title}</b></a></td></tr><tr><td>{text}</td></tr>"
        f"<tr><td><a href='{link_to(n)}?utm_source=m'>Read it</a></td></tr>"
        for n, (title, text, _) in enumerate(ITEMS)
    )
    return (
        "<html><head><style>td {color: red}</style></head><body>"
        "<div style='display:none'>This preview text is hidden.</div>"
        "<p>Good morning from the <a href='https://courier.example/'>Courier</a>.</p>"
        f"<table>{cards}</table><p>You get this because you asked for it at the fair.</p>"
        "<p><a href='https://courier.example/out'>Leave</a></p></body></html>"
    )


def as_headings() -> str:
    """Headings without links, each with a button below its text; the footer follows the last item."""
    items = "".join(
        f"<h3>{title}</h3><p>{text}</p><a href='{link_to(n)}'>More</a>"
        for n, (title, text, _) in enumerate(ITEMS)
    )
    return f"<h1>The Courier today</h1><p>Good morning.</p>{items}<p>Sent with care from Orvik.</p>"


def as_sections() -> str:
    """Headings name sections; headlines are links with nothing between them and their text."""
    lines, last = [], ""
    for number, (title, text, section) in enumerate(ITEMS):
        lines += [f"<h2>{section}</h2>"] * (section != last)
        lines.append(f"<p><a href='{link_to(number)}'>{title}</a><br>{text}</p>")
        last = section
    return "".join(lines)


@pytest.mark.parametrize("page", [as_cards, as_headings, as_sections])
def test_items_of_an_html_mail_are_found(page: Callable[[], str]) -> None:
    found = find_items(list_html_blocks(page()))
    assert [(draft.title, draft.text) for draft in found] == [(title, text) for title, text, _ in ITEMS]
    assert [draft.url for draft in found] == [link_to(number) for number in range(4)]


def test_a_heading_without_text_names_the_section() -> None:
    found = find_items(list_html_blocks(as_sections()))
    assert [draft.section for draft in found] == [section for *_, section in ITEMS]


def test_headlines_alone_are_items() -> None:
    page = "".join(f"<li><a href='{link_to(n)}'>{title}</a></li>" for n, (title, *_) in enumerate(ITEMS))
    found = find_items(list_html_blocks(f"<ul>{page}</ul>"))
    assert [(draft.title, draft.text) for draft in found] == [(title, "") for title, *_ in ITEMS]


@pytest.mark.parametrize("separator", ["\n", "\n\n"], ids=["close", "wide"])
@pytest.mark.parametrize("mark", ["{}", "More: {}", "<{}>"])
def test_items_of_a_plain_text_mail_are_found(separator: str, mark: str) -> None:
    items = ((title, text, mark.format(link_to(n))) for n, (title, text, _) in enumerate(ITEMS))
    paragraphs = [separator.join(item) for item in items]
    mail = "\n\n".join(
        ["The Courier today", "Good morning.", *paragraphs] if separator == "\n\n" else paragraphs
    )
    found = find_items(list_text_blocks(f"{mail}\n\nSent with care from Orvik.\n"))
    assert [(draft.title, draft.text) for draft in found] == [(title, text) for title, text, _ in ITEMS]
    assert [draft.url for draft in found] == [link_to(number) for number in range(4)]


@pytest.mark.parametrize(
    "page",
    [
        "",
        "<p>",
        "<p>A letter with <a href='https://a.example/1'>one link in its only sentence</a>.</p>",
        "".join(f"<h2>{title}</h2><p>{text} {text}</p>" for title, text, _ in ITEMS),
        f"<p>{'The ferry ran aground in the night and sat there. ' * 40}</p>{as_cards()}",
        "".join(f"<a href='{link_to(n)}'>Menu {n}</a><br>" for n in range(9)),
        "".join(f"<p><a href='javascript:x({n})'>{title}</a></p>" for n, (title, *_) in enumerate(ITEMS)),
    ],
    ids=["nothing", "open tag", "link", "subheadings", "letter", "menu", "scripts"],
)
def test_other_mails_have_no_items(page: str) -> None:
    assert find_items(list_html_blocks(page)) == ()
