"""Make a PDF from the printed HTML page: the adapter of WeasyPrint (the extra "pdf")."""

from __future__ import annotations

import re

from digest.errors import RenderError
from digest.models import EditionData
from digest.rendering.render_settings import Write


def make_pdf(write: Write, template: str, data: EditionData) -> bytes:
    """Return an edition as a PDF file. Cost: linear in the stories, a tenth of a second for one in full.

    template: that of the page to print.

    Raises:
        RenderError: WeasyPrint or a system library that it needs is not installed, or it fails on the CSS
            of a theme.
    """
    try:
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher
    except (ImportError, OSError) as error:
        advice = "Install the extra: `pip install 'daily-news-digest[pdf]'`; it needs Pango, too."
        raise RenderError("[output] formats", f"pdf needs WeasyPrint ({error})", advice) from None
    # Nothing is loaded; the pictures are in the page.
    fetcher = URLFetcher(allowed_protocols=("data",), allow_redirects=False)
    page = HTML(string=_simplify_css(write(template)), url_fetcher=fetcher)
    try:
        printed: bytes = page.write_pdf(pdf_identifier=data["date"].encode(), pdf_tags=True)
    except Exception as error:
        # WeasyPrint raises TypeError, AssertionError and others on valid CSS that it does not support.
        message = f"WeasyPrint cannot print the page ({type(error).__name__}: {error})"
        advice = "Try another [output] theme, or shorten your own theme, user.css and templates."
        raise RenderError("[output] formats", message, advice) from error
    return printed


def _simplify_css(page: str) -> str:
    """Replace CSS that themes use and WeasyPrint does not support; it ignores it or fails.

    clamp() becomes its least value. The colors for light screens are those for paper.
    """
    css, end, body = page.partition("</style>")
    css = re.sub(r"\(prefers-color-scheme:\s*light\)", "print", css)
    return re.sub(r"clamp\(([^(),]+),[^()]*\)", r"\1", css) + end + body
