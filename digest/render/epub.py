"""An edition as an EPUB book: templates, packed as the Open Container Format of EPUB 3.3 wants it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from digest.render.settings import Write

PACKED = (1980, 1, 1, 0, 0, 0)
"""The time of every file in a book: the first that a zip archive can hold, so that equal books are equal."""

CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""


def bind_book(write: Write, template: str, data: Mapping[str, Any]) -> bytes:
    """Return an edition as an EPUB file: a first page with the contents, a chapter for each section, the
    briefs, and how it was made. template: that of a chapter. Cost: linear."""
    chapters = list(list_chapters(data))
    files = [chapter["file"] for chapter in chapters]
    about = {"file": "about.xhtml", "kind": "about", "stories": []}
    pages = {
        "META-INF/container.xml": CONTAINER,
        "book/package.opf": write("book/package.opf.j2", files=[*files, about["file"]]),
        "book/nav.xhtml": write("book/nav.xhtml.j2", chapters=[*chapters, about]),
        "book/about.xhtml": write("book/about.xhtml.j2", chapter=about),
        "book/book.css": write("book/book.css.j2"),
        **{f"book/{chapter['file']}": write(template, chapter=chapter) for chapter in chapters},
    }
    return pack(pages)


def list_chapters(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The chapters that tell stories: file, kind ("lead", "section", "briefs"), name, places of stories."""
    for number, section in enumerate(data["sections"], start=1):
        kind = "lead" if section["lead"] else "section"
        file = f"section-{number}.xhtml"
        yield {"file": file, "kind": kind, "name": section["name"], "stories": section["stories"]}
    briefs = [place for place, story in enumerate(data["stories"]) if story["brief"]]
    if briefs:
        yield {"file": "briefs.xhtml", "kind": "briefs", "name": "", "stories": briefs}


def pack(pages: Mapping[str, str]) -> bytes:
    """The files in one archive, the kind of archive first: so a reader tells a book.

    Nothing is compressed: what that gives differs from one version of zlib to the next.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, text in {"mimetype": "application/epub+zip", **pages}.items():
            archive.writestr(zipfile.ZipInfo(name, PACKED), text)
    return packed.getvalue()
