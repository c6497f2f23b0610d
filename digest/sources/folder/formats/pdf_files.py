"""Read articles from PDF files, with the optional dependency pypdf."""

from __future__ import annotations

import io
import logging
import re
from dataclasses import replace

from digest.sources.article_drafts import Contents, Fault
from digest.sources.folder.saved_file import SavedFile
from digest.sources.segmentation.text_articles import draft_articles
from digest.text import clean_line, clean_text, split_words

_HYPHENATION = re.compile(r"(?<=\w)-\n(?=[a-zß-ÿ])")
MAX_PAGES = 50


def read_pdf(file: SavedFile) -> Contents:
    """Read the text of the first 50 pages of a PDF file. Without pypdf the file is left out."""
    try:
        from pypdf import PdfReader
    except ImportError:
        message = "reading PDF needs an extra: pip install 'daily-news-digest[pdf]'"
        return (Fault("not_an_article", message),)
    logging.getLogger("pypdf").addHandler(logging.NullHandler())
    try:
        pdf = PdfReader(io.BytesIO(file.body))
        pages = [page.extract_text() for page in pdf.pages[:MAX_PAGES]]
        title = clean_line((pdf.metadata and pdf.metadata.title) or "")
    except Exception as error:  # pypdf raises exceptions of many types on damaged files
        return (Fault("unreadable", f"it is a damaged or protected PDF ({type(error).__name__})"),)
    text = clean_text(_HYPHENATION.sub("", "\n\n".join(pages)))
    if not text:
        return (Fault("not_an_article", "it is a PDF without text, perhaps a scan"),)
    drafts = draft_articles(text, file.saved_at)
    # Many programs put their own name or the file's into the title. It is trusted only if its words occur in
    # the text.
    if len(drafts) == 1 and title and set(split_words(title)) <= set(split_words(text)):
        return (replace(drafts[0], title=title, title_derived=False),)
    return drafts
