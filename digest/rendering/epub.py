"""Make an EPUB from rendered templates, packed in the Open Container Format of EPUB 3.3."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from typing import TypedDict

from digest.models import EditionData
from digest.rendering.render_settings import Write

ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every file in the archive: the earliest that zip allows, so that equal books are identical."""

CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""


class Chapter(TypedDict):
    """A chapter, as templates get it.

    kind: "lead", "section", "briefs" or "about". stories: indices into the edition's stories.
    """

    file: str
    kind: str
    name: str
    stories: list[int]


def make_epub(write: Write, template: str, data: EditionData) -> bytes:
    """Return an edition as an EPUB file: cover, contents, a chapter for each section, briefs, colophon.

    template: that of a chapter. Cost: linear.
    """
    chapters = list(list_chapters(data))
    files = [chapter["file"] for chapter in chapters]
    about: Chapter = {"file": "about.xhtml", "kind": "about", "name": "", "stories": []}
    pages = {
        "META-INF/container.xml": CONTAINER,
        "book/package.opf": write("book/package.opf.j2", files=[*files, about["file"]]),
        "book/nav.xhtml": write("book/nav.xhtml.j2", chapters=[*chapters, about]),
        "book/about.xhtml": write("book/about.xhtml.j2", chapter=about),
        "book/book.css": write("book/book.css.j2"),
        "book/cover.svg": write("book/cover.svg.j2"),
        **{f"book/{chapter['file']}": write(template, chapter=chapter) for chapter in chapters},
    }
    return pack_epub(pages)


def list_chapters(data: EditionData) -> Iterator[Chapter]:
    """Yield the chapters with stories: one for each section, then the briefs."""
    for number, section in enumerate(data["sections"], start=1):
        kind = "lead" if section["lead"] else "section"
        file = f"section-{number}.xhtml"
        yield {"file": file, "kind": kind, "name": section["name"], "stories": section["stories"]}
    briefs = [place for place, story in enumerate(data["stories"]) if story["brief"]]
    if briefs:
        yield {"file": "briefs.xhtml", "kind": "briefs", "name": "", "stories": briefs}


def pack_epub(pages: Mapping[str, str]) -> bytes:
    """Pack {path: text} into one archive, the media type first, by which readers recognize an EPUB.

    Nothing is compressed, because the result differs from one version of zlib to the next.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, text in {"mimetype": "application/epub+zip", **pages}.items():
            archive.writestr(zipfile.ZipInfo(name, ZIP_EPOCH), text)
    return packed.getvalue()
