"""Make an EPUB from rendered templates, packed in the Open Container Format of EPUB 3.3."""

from __future__ import annotations

import base64
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

    kind: "lead", "section", "briefs", "recordings" or "about". stories: indices into the edition's stories.
    """

    file: str
    kind: str
    name: str
    stories: list[int]


class BookPicture(TypedDict):
    """A picture of the book. story: the id of its story. body: a JPEG."""

    file: str
    story: str
    body: bytes


def make_epub(write: Write, template: str, data: EditionData) -> bytes:
    """Return an edition as an EPUB file: cover, contents, a chapter for each section, briefs, colophon.

    template: that of a chapter. Cost: linear.
    """
    chapters = list(list_chapters(data))
    files = [chapter["file"] for chapter in chapters]
    pictures = list(list_pictures(data))
    named: dict[str, str] = {picture["story"]: picture["file"] for picture in pictures}
    about: Chapter = {"file": "about.xhtml", "kind": "about", "name": "", "stories": []}
    pages: dict[str, str | bytes] = {
        "META-INF/container.xml": CONTAINER,
        "book/package.opf": write("book/package.opf.j2", files=[*files, about["file"]], pictures=pictures),
        "book/nav.xhtml": write("book/nav.xhtml.j2", chapters=[*chapters, about]),
        "book/about.xhtml": write("book/about.xhtml.j2", chapter=about),
        "book/book.css": write("book/book.css.j2"),
        "book/cover.svg": write("book/cover.svg.j2"),
    }
    for chapter in chapters:
        pages[f"book/{chapter['file']}"] = write(template, chapter=chapter, pictures=named)
    for picture in pictures:
        pages[f"book/{picture['file']}"] = picture["body"]
    return pack_epub(pages)


def list_pictures(data: EditionData) -> Iterator[BookPicture]:
    """Yield the pictures of the stories, each as a file of the book."""
    for number, story in enumerate(data["stories"], start=1):
        if picture := story["picture"]:
            body = base64.b64decode(picture["data"].partition(",")[2])
            yield {"file": f"picture-{number}.jpg", "story": story["id"], "body": body}


def list_chapters(data: EditionData) -> Iterator[Chapter]:
    """Yield the chapters with stories: one for each section, then the briefs, then what is to be played.

    Briefs on the topic of a story in full stand under it.
    """
    for number, section in enumerate(data["sections"], start=1):
        kind = "lead" if section["lead"] else "section"
        file = f"section-{number}.xhtml"
        yield {"file": file, "kind": kind, "name": section["name"], "stories": section["stories"]}
    stories = list(enumerate(data["stories"]))
    recordings = [place for place, story in stories if story["recording"]]
    briefs = [
        place for place, story in stories if story["brief"] and not (story["recording"] or story["under"])
    ]
    if briefs:
        yield {"file": "briefs.xhtml", "kind": "briefs", "name": "", "stories": briefs}
    if recordings:
        yield {"file": "recordings.xhtml", "kind": "recordings", "name": "", "stories": recordings}


def pack_epub(pages: Mapping[str, str | bytes]) -> bytes:
    """Pack {path: content} into one archive, the media type first, by which readers recognize an EPUB.

    Nothing is compressed, because the result differs from one version of zlib to the next.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in {"mimetype": "application/epub+zip", **pages}.items():
            archive.writestr(zipfile.ZipInfo(name, ZIP_EPOCH), content)
    return packed.getvalue()
