"""Articles in PDF files, with the extra that reads them."""

from __future__ import annotations

import io
import logging
import re
from dataclasses import replace

from digest.sources.draft import Contents, Fault, SavedFile
from digest.sources.segmentation.plaintext import draft_articles
from digest.text import clean_line, clean_text, words

_HYPHEN = re.compile(r"(?<=\w)-\n(?=[a-zß-ÿ])")
_MOST_PAGES = 50


def read_pdf(file: SavedFile) -> Contents:
    """Read a PDF file as a text, its first fifty pages."""
    try:
        from pypdf import PdfReader
    except ImportError:
        hint = "reading PDF needs an extra: pip install 'daily-news-digest[pdf]'"
        return (Fault("not_an_article", hint),)
    logging.getLogger("pypdf").addHandler(logging.NullHandler())
    try:
        pdf = PdfReader(io.BytesIO(file.body))
        pages = [page.extract_text() for page in pdf.pages[:_MOST_PAGES]]
        title = clean_line((pdf.metadata and pdf.metadata.title) or "")
    except Exception as error:  # whatever a damaged file makes pypdf stumble over
        return (Fault("unreadable", f"it is a damaged or protected PDF ({type(error).__name__})"),)
    text = clean_text(_HYPHEN.sub("", "\n\n".join(pages)))
    if not text:
        return (Fault("not_an_article", "a PDF without text, perhaps a scan"),)
    drafts = draft_articles(text, file.moment)
    # Programs name a PDF after themselves or its file; a title of the text's own words is the text's.
    if len(drafts) == 1 and title and set(words(title)) <= set(words(text)):
        return (replace(drafts[0], title=title, title_derived=False),)
    return drafts
