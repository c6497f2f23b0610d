"""Make a PDF from the printed HTML page: the adapter of WeasyPrint (the extra "pdf")."""

from __future__ import annotations

from typing import Any

from digest.errors import RenderError
from digest.models import EditionData
from digest.rendering.render_settings import Write


def make_pdf(write: Write, template: str, data: EditionData) -> bytes:
    """Return an edition as a PDF file. Cost: seconds for a hundred stories.

    template: that of the page to print.

    Raises:
        RenderError: WeasyPrint or a system library that it needs is not installed.
    """
    try:
        from weasyprint import HTML
    except (ImportError, OSError) as error:
        advice = 'Install the extra: pip install "daily-news-digest[pdf]"; it needs Pango, too.'
        raise RenderError("[output] formats", f"pdf needs WeasyPrint ({error})", advice) from None
    page = HTML(string=write(template), url_fetcher=_refuse_loading)
    printed: bytes = page.write_pdf(pdf_identifier=data["date"].encode(), pdf_tags=True)
    return printed


def _refuse_loading(url: str, *_: Any, **__: Any) -> Any:
    """Refuse to load anything into the page."""
    raise ValueError(f"{url} is not loaded")
