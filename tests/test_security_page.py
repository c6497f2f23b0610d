"""docs/security.md: its limits are those of the program, and the tests that it names exist."""

from __future__ import annotations

import re
import smtplib
from pathlib import Path

import pytest

from digest.config.loader import MAX_MISTAKE_CHARACTERS, MAX_MISTAKES
from digest.deliveries.command import MAX_STDERR_LINE
from digest.deliveries.smtp_connection import MAX_REPLY_LINES
from digest.editions import images
from digest.http import MAX_REDIRECTS
from digest.models.default_limits import ARTICLES_PER_VISIT, MAX_BYTES, TIMEOUT_SECONDS
from digest.rendering import render_limits
from digest.rendering.template_files import MAX_STATIC_FILE, MAX_TEMPLATE
from digest.runtime.fault_isolation import MAX_FAULTS
from digest.runtime.redaction import MAX_ERROR_CHARACTERS
from digest.serve.scheduler import STOP_TIMEOUT_SECONDS
from digest.serve.watchdog import GRACE_SECONDS
from digest.sources.article_drafts import FIELD_LIMITS, MAX_ADDRESS, MAX_CATEGORIES, MAX_CATEGORY
from digest.sources.feed import opml
from digest.sources.feed.feed_parser import MAX_LENIENT_TAGS
from digest.sources.feed_entries import MAX_ENTRIES
from digest.sources.folder.file_reasons import MAX_REASONS
from digest.sources.folder.folder_changes import MAX_BYTES as MAX_FOLDER_BYTES
from digest.sources.folder.folder_changes import MAX_FILES
from digest.sources.folder.formats import markdown_files, pdf_files, web_archive_files
from digest.sources.folder.formats.document_articles import MAX_PARAGRAPHS
from digest.sources.folder.formats.file_formats import ARCHIVE_FACTOR, MAX_DEPTH, MAX_MEMBERS
from digest.sources.folder.formats.front_matter import MAX_FRONT_MATTER
from digest.sources.folder.formats.mail_files import MAX_HEADER, MAX_MAILS
from digest.sources.folder.formats.markdown_files import MAX_MARKS
from digest.sources.folder.saved_file import MAX_PARTS
from digest.sources.mailbox.imap_connection import MAX_LINE, MAX_LINES
from digest.sources.mailbox.mailbox_reader import MAX_LISTED
from digest.sources.page_size import MAX_ATTRIBUTES, MAX_ELEMENTS
from digest.sources.segmentation.segment import MAX_CHARACTERS
from digest.sources.segmentation.segment import MAX_LINES as MAX_TEXT_LINES
from digest.text.clean import MAX_MESSAGE_CHARACTERS, MAX_NAME_CHARACTERS

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")
FIELDS = ("title", "author", "source", "text", "language", "image_alt")
MILLION = 1_000_000

LIMITS: dict[str, tuple[float, ...]] = {
    "A response, that": (MAX_BYTES / MILLION,),
    "One visit; that": (TIMEOUT_SECONDS, MAX_REDIRECTS),
    "All files of an archive": (ARCHIVE_FACTOR, MAX_MEMBERS, MAX_DEPTH),
    "One visit to a folder": (MAX_FILES, MAX_FOLDER_BYTES / MILLION),
    "Reasons why": (MAX_REASONS,),
    "Rows of a table": (MAX_PARTS, MAX_MAILS),
    "Paragraphs of a document": (MAX_PARAGRAPHS, web_archive_files.MAX_PAGES),
    "A text, before": (MAX_CHARACTERS, MAX_TEXT_LINES, markdown_files.MAX_LINES),
    "A page: elements": (MAX_ELEMENTS, MAX_ATTRIBUTES),
    "An article: its title": tuple(FIELD_LIMITS[name] for name in FIELDS),
    "Categories of an article": (MAX_CATEGORIES, MAX_CATEGORY, MAX_ADDRESS),
    "Pages of a PDF": (pdf_files.MAX_PAGES, MAX_FRONT_MATTER),
    "A header of a mail": (MAX_HEADER,),
    "Marks": (MAX_MARKS,),
    "One visit to a mailbox": (
        MAX_LISTED,
        ARTICLES_PER_VISIT,
        MAX_LINE / MILLION,
        MAX_LINES,
        MAX_LINE / MILLION,
    ),
    "Entries of a feed": (MAX_ENTRIES, ARTICLES_PER_VISIT),
    "Tags of a feed": (MAX_LENIENT_TAGS,),
    "A name;": (MAX_NAME_CHARACTERS, opml.MAX_ADDRESS),
    "The reply of a server": (MAX_MESSAGE_CHARACTERS, MAX_STDERR_LINE, MAX_ERROR_CHARACTERS),
    "One reply of a mail server": (MAX_REPLY_LINES, smtplib._MAXLINE),  # type: ignore[attr-defined]
    "A picture": (images.MAX_BYTES / MILLION, images.MAX_PIXELS / MILLION),
    "Mistakes of a configuration": (MAX_MISTAKES, MAX_MISTAKE_CHARACTERS),
    "Faulty articles": (MAX_FAULTS,),
    "A page of your own templates": (
        render_limits.MAX_SECONDS,
        render_limits.MAX_CHARACTERS / MILLION,
        render_limits.MAX_PRODUCED / MILLION,
    ),
    "A template of your own": (MAX_TEMPLATE, MAX_STATIC_FILE),
    "In such a template": (render_limits.MAX_ITEMS, render_limits.MAX_ARGUMENT, render_limits.MAX_BITS),
    "`digest serve` after SIGTERM": (STOP_TIMEOUT_SECONDS, GRACE_SECONDS),
}
"""{beginning of a row of the table: the numbers of its second column, in order}"""


def read_rows(heading: str) -> list[str]:
    section = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return [line.removeprefix("| ") for line in section.splitlines() if line.startswith("| ")][1:]


@pytest.mark.parametrize("row", read_rows("Limits"), ids=lambda row: row[:30])
def test_the_limits_in_the_table_are_those_of_the_program(row: str) -> None:
    (values,) = (values for start, values in LIMITS.items() if row.startswith(start))
    written = re.findall(r"\d[\d,]*", row.split(" | ")[1])
    assert [float(number.replace(",", "")) for number in written] == list(values)


def test_every_test_that_the_page_names_exists() -> None:
    names = re.findall(r"`(tests/[\w/.]*)`", PAGE)
    assert len(names) > 20
    assert [name for name in names if not (ROOT / name).exists()] == []


def test_every_module_whose_guards_are_listed_exists() -> None:
    modules = [row.split(" | ")[0].strip("`") for row in read_rows("Each guard and its test")]
    assert len(modules) > 90
    assert modules == sorted(set(modules))
    assert [name for name in modules if not (ROOT / "digest" / name).exists()] == []
