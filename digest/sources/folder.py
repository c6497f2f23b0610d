"""A folder as a source: whatever articles its files hold, without changing any of them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from digest.address import article_id
from digest.errors import SourceError
from digest.http import Door
from digest.model import Article, Collected, LeftOut, Source, Visit
from digest.sources.draft import CROWD, Draft, Fault, SavedFile, derive_title, make_article
from digest.sources.files import FoundFile, fingerprint_files, list_files, read_whole
from digest.sources.formats import is_known, read_contents
from digest.text import fingerprint, words

# Texts of so many words are the same under any title, shorter ones under the same title only.
_TELLING_WORDS = 25
_SLUG_WIDTH = 60
_NOT_SLUG = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Found:
    """An article, where it stands, and whether its file holds others beside it."""

    draft: Draft
    file: SavedFile
    several: bool


def read_folder(visit: Visit, door: Door) -> Collected:
    """Read every article in the files of a folder and of its subfolders, in order of their names.

    visit.source.location: the folder; its files may be of any kind in FORMATS, packed or not. door: not
    used, nothing is fetched. A text that stands there twice is kept once, unless two outlets tell it;
    what gave no article is left out, with the reason. The source's limit is meant for the web: a
    folder is read whole. When no file has changed since the last visit none is read, unless one told
    its articles' ages. Raises SourceError when there is no such folder. Cost: linear.
    """
    source = visit.source
    listing = list_files(Path(source.location))
    state = fingerprint_files(listing.files, source)
    if state == visit.memory.body:
        return Collected(source, memory=visit.memory, unchanged=True)
    faults = [_leave_out(source, place, "unreadable", why) for place, why in listing.passed_over]
    files, unknown = _sort_out(listing.files)
    strange = "files of this kind are not read"
    faults += [_leave_out(source, kind, "not_an_article", strange) for kind in unknown]
    found: list[Found] = []
    for file in files:
        for part in _read_file(file, source, visit.now):
            if isinstance(part, Found):
                found.append(part)
            else:
                faults.append(part)
    articles, copies = _name_articles(found, source, visit.now)
    ageing = any(part.draft.dated_from_now for part in found)
    return Collected(
        source,
        articles=articles,
        memory=replace(visit.memory, body="" if ageing else state),
        left_out=(*faults, *copies),
        warnings=() if articles else ("the folder holds no article",),
    )


def _sort_out(files: Sequence[FoundFile]) -> tuple[list[FoundFile], list[str]]:
    """The files to read, and how many there are of each kind that is not read."""
    places = {file.place for file in files}
    known, unknown = [], Counter[str]()
    for file in files:
        if _is_part(file.place, places):
            continue
        if is_known(file.place):
            known.append(file)
        else:
            unknown[PurePosixPath(file.place).suffix.lower() or file.place] += 1
    return known, [f"{kind} ({count})" for kind, count in sorted(unknown.items())]


def _is_part(place: str, places: Collection[str]) -> bool:
    """Whether a browser saved a file as a part of the page beside it ("page_files/…" of page.html)."""
    folders = (str(folder) for folder in PurePosixPath(place).parents)
    pages = (folder.removesuffix("_files") for folder in folders if folder.endswith("_files"))
    return any(f"{page}{suffix}" in places for page in pages for suffix in (".html", ".htm"))


def _read_file(file: FoundFile, source: Source, now: datetime) -> Iterator[Found | LeftOut]:
    """What one file holds; whatever is wrong with it stays its own affair."""
    address = file.path.as_uri()
    modified = datetime.fromtimestamp(file.modified / 1e9, UTC)
    try:
        body = read_whole(file, source.max_bytes)
        saved = SavedFile(file.place, address, body, modified, now)
        for part, contents in read_contents(saved, source.max_bytes):
            drafts = [draft for draft in contents if isinstance(draft, Draft)]
            yield from (Found(draft, part, len(drafts) > 1) for draft in drafts)
            for fault in contents:
                if isinstance(fault, Fault):
                    yield _leave_out(source, part.place, fault.why, fault.detail, part.address)
    except SourceError as error:
        yield _leave_out(source, file.place, "unreadable", error.message, address)
    except Exception as error:
        told = f"this program failed over it ({type(error).__name__}: {error}); please report it"
        yield _leave_out(source, file.place, "unreadable", told, address)


def _leave_out(source: Source, place: str, why: str, detail: str, url: str = "") -> LeftOut:
    return LeftOut(article_id(f"{source.name}\n{place}\n{detail}"), place, source.name, why, detail, url)


def _name_articles(
    found: list[Found], source: Source, now: datetime
) -> tuple[tuple[Article, ...], tuple[LeftOut, ...]]:
    """The articles with their identities, and those that repeat an earlier one."""
    titles: defaultdict[str, set[str]] = defaultdict(set)
    for part in found:
        titles[part.draft.url].add(fingerprint(part.draft.title))
    kept: dict[str, tuple[Article, str]] = {}
    told: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    copies: list[LeftOut] = []
    for part in found:
        article = _name_article(part, source, now, own_address=len(titles[part.draft.url]) < CROWD)
        outlet, text = part.draft.source, _text_key(article)
        first = next((first for voice, first in told[text] if voice in ("", outlet) or not outlet), "")
        if not first and article.id in kept and not part.draft.url:
            # Two articles of one title in one file: only their texts tell them apart.
            article = replace(article, id=article_id(f"{article.id}\n{text}"))
        if first or article.id in kept:
            original, place = kept[first or article.id]
            detail = f"same {'text' if first else 'address'} as “{original.title}” ({place})"
            # An id of its own: the article's may be that of the one it repeats.
            copy = article_id(f"{article.id}\n{part.file.place}")
            copies.append(LeftOut(copy, article.title, article.source, "same_text", detail, article.url))
            continue
        kept[article.id] = article, part.file.place
        if article.text:
            told[text].append((outlet, article.id))
    return tuple(article for article, _ in kept.values()), tuple(copies)


def _text_key(article: Article) -> str:
    telling = len(words(article.text)) >= _TELLING_WORDS
    return fingerprint(article.text if telling else f"{article.title}\n{article.text}")


def _name_article(part: Found, source: Source, now: datetime, own_address: bool) -> Article:
    """An article with its identity: its address, else its place in the folder, wherever that stands."""
    draft, file = part.draft, part.file
    mark = _slug(draft.title or derive_title(draft.text)) if part.several or draft.url else ""
    place = f"{source.name}\n{file.place}\n{draft.key or mark}"
    identity = article_id(draft.url if draft.url and own_address else place)
    joint = "/" if "#" in file.address else "#"
    url = f"{file.address}{joint}{quote(mark)}" if mark else file.address
    return make_article(draft, identity, source, now, url=url, outlet=draft.source)


def _slug(title: str) -> str:
    return _NOT_SLUG.sub("-", title.casefold())[:_SLUG_WIDTH].strip("-")
