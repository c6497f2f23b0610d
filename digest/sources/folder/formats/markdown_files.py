"""Read articles from Markdown: CommonMark with tables, footnotes, and the marks of note-taking programs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from digest.sources.article_drafts import Contents, Draft, Fault, mark_last_cut
from digest.sources.folder.formats.front_matter import split_front_matter
from digest.sources.folder.formats.record_files import draft_record
from digest.sources.folder.saved_file import SavedFile
from digest.sources.segmentation.segment import MAX_CHARACTERS
from digest.sources.segmentation.text_articles import read_articles
from digest.text import clean_line, clean_text, html_to_text
from digest.text.decoding import decode_bytes

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

# What note-taking programs add to CommonMark. Every repetition is bounded, or stops at its own first
# character.
_EMBED = re.compile(r"!\[\[[^\[\]\n]{0,500}\]\]")
_WIKILINK = re.compile(r"\[\[([^\[\]|\n]{1,500})(?:\|([^\[\]\n]{0,500}))?\]\](?!\()")
_HIGHLIGHT = re.compile(r"==(?=[^\s=])([^=\n]{1,1000})(?<=\S)==")
_COMMENT = re.compile(r"%%[^%]{0,5000}%%")
_BLOCK_NAME = re.compile(r"[ \t]\^[\w-]{1,50}[ \t]*$", re.MULTILINE)
# A call-out: its type is left out, and its title is a paragraph of its own.
_CALLOUT = re.compile(
    r"^([ ]{0,3}(?:>[ \t]?){1,10})\[![\w-]{1,30}(?:\|[^\[\]\n]{0,100})?\][+-]?[ \t]*(.*)$", re.MULTILINE
)
_FOOTNOTE = re.compile(
    r" ?(?:\[\^[^\[\]\s]{1,50}\]){1,5}(?=[.,;!?])|\[\^[^\[\]\s]{1,50}\](?!:)|\^\[[^\[\]\n]{0,1000}\]"
)
_FOOTNOTE_TEXT = re.compile(
    r"^[ ]{0,3}\[\^[^\[\]\s]{1,50}\]:.*(?:\n(?:[ ]{4}|\t).*|\n(?=\n(?:[ ]{4}|\t)))*", re.MULTILINE
)
_MARK = re.compile(r"[\[\]\\_*`~<&]")
MAX_MARKS = 10_000
# A hundred thousand lines of a few characters take three seconds.
MAX_LINES = 20_000
# A box to be checked, the tags of a note behind its last sentence, and the attributes behind a link.
_CHECK_BOX = re.compile(r"^\[[ xX/<>?!*~-]\][ \t]+")
_TAGS = re.compile(r"(?:^|(?<=[.!?…\"”»)]))(?:[ \t]{0,3}#[^\W\d_][\w/-]{0,50})+[ \t]*$")
_ATTRIBUTES = re.compile(r"(?<=\))\{[^{}\n]{1,200}\}")
# Code and formulas of site generators, which are no CommonMark: blocks, then what calls a template.
_GENERATED_BLOCK = re.compile(
    r"^[ ]{0,3}(?:\{%-? *(?:highlight|raw)\b.{0,5000}?\{%-? *end(?:highlight|raw) *-?%\}"
    r"|\{\{[<%] *highlight\b.{0,5000}?\{\{[<%] */ *highlight *[>%]\}\}|\$\$[ \t]*\n.{0,5000}?\n[ ]{0,3}\$\$)",
    re.MULTILINE | re.DOTALL,
)
_TEMPLATE_CALL = re.compile(r"\{\{[^{}\n]{0,500}\}\}|\{%[^%\n]{0,500}%\}")
# Powers and indices as Pandoc writes them.
_RAISED, _LOWERED = re.compile(r"(?<=\w)\^([+−-]?\d{1,3})\^"), re.compile(r"(?<=[A-Za-z])~(\d{1,3})~")
# A link of a number to a note, and the arrow back.
_NOTE_TEXT = re.compile(r"\W{0,3}\d{1,3}\W{0,3}|[↩⏎↑^][\ufe0e\ufe0f]?")
_NOTE_ADDRESS = re.compile(r"#.{0,20}(?:fn|note|cite|ref)", re.IGNORECASE)

_ENDS_PARAGRAPH = frozenset({"paragraph_close", "heading_close", "tr_close", "html_block"})
_STARTS_SKIPPED, _ENDS_SKIPPED = "s_open", "s_close"


def read_markdown(file: SavedFile) -> Contents:
    """Read Markdown, with front matter in YAML or TOML.

    A level-1 heading is the title; each of several level-1 headings begins an article. Code, pictures,
    footnotes and struck-out text are left out. Of a very long text the beginning is read, and its last draft
    says so (cut). Cost: linear in the size of the file.
    """
    text = decode_bytes(file.body).replace("\r\n", "\n")
    values, whole = split_front_matter(text)
    body = "\n".join(whole[:MAX_CHARACTERS].split("\n", MAX_LINES)[:MAX_LINES])
    contents = _read_body(values, body, file)
    return mark_last_cut(contents) if len(body) < len(whole) else contents


def _read_body(values: dict[str, Any], body: str, file: SavedFile) -> Contents:
    values = {name: _remove_links(value) for name, value in values.items()}
    before, sections = _split_at_headings(body)
    if values or len(sections) == 1:
        whole = "\n\n".join(filter(None, (before, *(text for _, text in sections))))
        given = {name: value for name, value in values.items() if value}
        fields = {"title": sections[0][0], **given} if sections else values
        draft = draft_record(fields | {"text": whole}, file.now)
        return (draft,) if draft else (Fault("not_an_article", "it has neither title nor text"),)
    if sections:
        return tuple(Draft(title=title, text=text) for title, text in sections)
    return read_articles(before, file.saved_at)


def plain_markdown(text: str) -> str:
    """Return Markdown as plain text: paragraphs kept, without markup, code, link addresses and pictures.

    Cost: linear in the length of the text.
    """
    return clean_text("\n\n".join(text for _, text in _list_blocks(text)))


def _split_at_headings(text: str) -> tuple[str, list[tuple[str, str]]]:
    """Return the text before the first level-1 heading, and (title, text) for each such heading."""
    before: list[str] = []
    sections: list[tuple[str, list[str]]] = []
    for is_title, block in _list_blocks(text):
        if is_title:
            sections.append((clean_line(block), []))
        else:
            (sections[-1][1] if sections else before).append(block)
    return clean_text("\n\n".join(before)), [
        (title, clean_text("\n\n".join(rest))) for title, rest in sections
    ]


def _list_blocks(text: str) -> Iterator[tuple[bool, str]]:
    """Yield (is a level-1 heading, plain text) of each paragraph, heading, list item and table row."""
    tokens = _make_parser().parse(_remove_note_marks(text))
    parts: list[str] = []
    is_title = False
    for token in tokens:
        if token.type == "inline":
            line = _CHECK_BOX.sub("", _read_inline(token.children or ()))
            parts.append(_TAGS.sub("", line) if "#" in line else line)
        elif token.type == "html_block":
            is_code = token.content.lstrip()[:4].lower() == "<pre"
            parts.append("" if is_code else html_to_text(token.content))
        elif token.type == "heading_open":
            is_title = token.tag == "h1" and token.level == 0
        if token.type in _ENDS_PARAGRAPH:
            separator = " | " if token.type == "tr_close" else " "
            block = separator.join(filter(None, parts))
            if block.strip():
                yield is_title, block
            parts, is_title = [], False


def _remove_note_marks(text: str) -> str:
    """Remove what note-taking programs add: wiki links, embeds, highlights, comments, footnotes, names."""
    text = _FOOTNOTE_TEXT.sub("", _COMMENT.sub("", _EMBED.sub("", text)))
    text = _CALLOUT.sub(r"\1\2\n\1", text)
    if "{%" in text or "{{" in text or "$$" in text:
        text = _TEMPLATE_CALL.sub("", _GENERATED_BLOCK.sub("", text))
    text = _ATTRIBUTES.sub("", _LOWERED.sub(r"<sub>\1</sub>", _RAISED.sub(r"<sup>\1</sup>", text)))
    text = _replace_wiki_links(text)
    text = _HIGHLIGHT.sub(r"\1", _FOOTNOTE.sub("", text))
    return _BLOCK_NAME.sub("", text)


def _remove_links(value: Any) -> Any:
    """Replace the wiki links in a value of front matter by their texts."""
    if isinstance(value, list):
        return [_remove_links(item) for item in value]
    return _replace_wiki_links(value) if isinstance(value, str) else value


def _replace_wiki_links(text: str) -> str:
    return _WIKILINK.sub(lambda found: found[2] or found[1].rpartition("#")[0] or found[1], text)


def _read_inline(tokens: Sequence[Token]) -> str:
    """Return the text of a paragraph: a hard break is a new line, struck-out text is left out."""
    parts: list[str] = []
    skipped = link_at = 0
    address = ""
    # HTML between words changes what they say ("10<sup>6</sup>"), so that all is read as HTML.
    has_html = any(token.type == "html_inline" for token in tokens)
    for token in tokens:
        if token.type in (_STARTS_SKIPPED, _ENDS_SKIPPED):
            skipped += 1 if token.type == _STARTS_SKIPPED else -1
        elif skipped:
            continue
        elif token.type == "link_open":
            link_at, address = len(parts), str(token.attrs.get("href", ""))
        elif token.type == "link_close":
            text = "".join(parts[link_at:]).strip()
            if _NOTE_TEXT.fullmatch(text) and (_NOTE_ADDRESS.search(address) or not text[0].isalnum()):
                del parts[link_at:]
        elif token.type in ("text", "code_inline", "text_special"):
            parts.append(escape(token.content) if has_html else token.content)
        elif token.type in ("softbreak", "hardbreak"):
            hard = "<br>" if has_html else "\n"
            parts.append(hard if token.type == "hardbreak" else " ")
        elif token.type == "html_inline":
            parts.append(token.content)
    return html_to_text("".join(parts)) if has_html else "".join(parts)


@cache
def _make_parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # late: a folder without Markdown does not need it

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.core.ruler.before("inline", "limit_marks", _limit_marks)
    return parser


def _limit_marks(state: StateCore) -> None:
    """Remove the marks of a paragraph with more than MAX_MARKS: a parser takes up to 20 µs for each."""
    for token in state.tokens:
        if token.type == "inline" and len(token.content) > MAX_MARKS:
            plain = _MARK.sub("", token.content)
            if len(token.content) - len(plain) > MAX_MARKS:
                token.content = plain
