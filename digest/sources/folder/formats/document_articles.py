"""Turn the paragraphs of a text document into articles, whatever program wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby

from digest.sources.article_drafts import Contents, Draft, Fault
from digest.sources.folder.saved_file import SavedFile
from digest.sources.segmentation.text_articles import draft_articles
from digest.text import clean_line, clean_text, html_to_text, split_words

MAX_PARAGRAPHS = 50_000
"""The most paragraphs of a document that are read."""


@dataclass(frozen=True, slots=True)
class DocumentParagraph:
    """A paragraph as HTML. is_title: it is the title of the document, or a heading of the highest level."""

    html: str
    is_title: bool = False


@dataclass(frozen=True, slots=True)
class TextStyle:
    """What changes the meaning of a run of text. is_removed: struck out, deleted or hidden."""

    is_removed: bool = False
    position: str = ""

    def format(self, text: str) -> str:
        """Return a run of text as HTML. position: "sup", "sub" or ""."""
        if self.is_removed or not text:
            return ""
        html = escape(text, quote=False)
        return f"<{self.position}>{html}</{self.position}>" if self.position else html


def draft_document(
    paragraphs: Iterable[DocumentParagraph], title: str, author: str, file: SavedFile
) -> Contents:
    """Return the articles of a document: one for each of several titles in it, else as in a text.

    title, author: from the properties of the document, which often have the name of a template or of whoever
    bought the computer: they count only if their words occur in the text. Its dates are those of the file,
    not of an article, and are not used. Cost: linear.
    """
    sections: list[tuple[str, list[str]]] = []
    for is_title, group in groupby(paragraphs, lambda paragraph: paragraph.is_title):
        html = [paragraph.html for paragraph in group]
        if is_title:
            sections.append((clean_line(html_to_text(" ".join(html))), []))
        else:
            if not sections:
                sections.append(("", []))
            sections[-1][1].extend(html)
    texts = [(heading, clean_text(_join(body))) for heading, body in sections]
    titled = [(heading, text) for heading, text in texts if heading]
    if len(titled) > 1:
        before = [text for heading, text in texts if not heading and text]
        drafts = [Draft(title=heading, text=text) for heading, text in titled]
        if before and not drafts[0].text:
            drafts[0] = replace(drafts[0], text=before[0])
        return tuple(drafts)
    whole = "\n\n".join(text for _, text in texts if text)
    if not whole and not titled:
        return (Fault("not_an_article", "it is a document without text"),)
    words = set(split_words(f"{' '.join(heading for heading, _ in titled)} {whole}"))
    author = author if author and words.issuperset(split_words(author)) else ""
    if titled:
        return (Draft(title=titled[0][0], text=whole, author=author),)
    drafts = list(draft_articles(whole, file.saved_at))
    if len(drafts) == 1:
        drafts[0] = replace(drafts[0], author=drafts[0].author or author)
        if title and words.issuperset(split_words(title)):
            drafts[0] = replace(drafts[0], title=title, title_derived=False)
    return tuple(drafts)


def _join(paragraphs: Sequence[str]) -> str:
    """Return paragraphs of HTML as text. The text of a run may have line breaks (<br>)."""
    return html_to_text("".join(f"<p>{html}</p>" for html in paragraphs if html))
