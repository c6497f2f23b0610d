"""List the suffixes of the files that are read, without loading a reader: an unchanged folder needs none."""

from __future__ import annotations

from posixpath import splitext

FORMATS: dict[str, str] = {
    ".txt": "text_files:read_text",
    ".text": "text_files:read_text",
    ".md": "markdown_files:read_markdown",
    ".markdown": "markdown_files:read_markdown",
    ".html": "page_files:read_page_file",
    ".htm": "page_files:read_page_file",
    ".xhtml": "page_files:read_page_file",
    ".mht": "mail_files:read_web_archive",
    ".mhtml": "mail_files:read_web_archive",
    ".eml": "mail_files:read_mail",
    ".mbox": "mail_files:read_mailbox",
    ".json": "record_files:read_json",
    ".jsonl": "record_files:read_json_lines",
    ".ndjson": "record_files:read_json_lines",
    ".csv": "record_files:read_table",
    ".tsv": "record_files:read_table",
    ".xml": "page_files:read_feed_file",
    ".rss": "page_files:read_feed_file",
    ".atom": "page_files:read_feed_file",
    ".pdf": "pdf_files:read_pdf",
    ".docx": "office_files:read_docx",
    ".odt": "office_files:read_odt",
    ".rtf": "rich_text_files:read_rich_text",
    ".webarchive": "web_archive_files:read_safari_archive",
    ".warc": "web_archive_files:read_warc",
}
"""{suffix: the reader of that format}. A reader takes a SavedFile and returns its Contents."""

COMPRESSED_FORMATS = (".gz", ".zip")
"""Suffixes of files that contain other files."""


def is_supported(path: str) -> bool:
    """Whether files with this name are read: their suffix is in FORMATS, compressed or not."""
    stem, suffix = splitext(path.lower())
    return suffix == ".zip" or (splitext(stem)[1] if suffix == ".gz" else suffix) in FORMATS
