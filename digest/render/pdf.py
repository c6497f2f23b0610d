"""An edition as a PDF: the printed page of the HTML, set by WeasyPrint (the extra "pdf")."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from digest.errors import RenderError
from digest.render.settings import Write


def print_pages(write: Write, template: str, data: Mapping[str, Any]) -> bytes:
    """Return an edition as a PDF file. template: the page that is printed. Cost: seconds for a hundred
    stories.

    Raises:
        RenderError: WeasyPrint or a library of the system that it needs is not installed.
    """
    try:
        from weasyprint import HTML
    except (ImportError, OSError) as error:
        advice = 'Install the extra: pip install "daily-news-digest[pdf]"; it needs Pango, too.'
        raise RenderError("[output] formats", f"pdf needs WeasyPrint ({error})", advice) from None
    page = HTML(string=write(template), url_fetcher=refuse)
    printed: bytes = page.write_pdf(pdf_identifier=data["date"].encode(), pdf_tags=True)
    return printed


def refuse(url: str, *_: Any, **__: Any) -> Any:
    """What is printed loads nothing."""
    raise ValueError(f"{url} is not loaded")
