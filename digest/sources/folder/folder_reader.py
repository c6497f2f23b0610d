"""A folder as a source: whatever articles its files hold, without changing any of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from digest.errors import SourceError
from digest.http import Client
from digest.models import Article, Collected, LeftOut, Source, Visit
from digest.sources.draft import CROWD, Draft, Fault, SavedFile
from digest.sources.folder.boilerplate import drop_recurring, find_recurring
from digest.sources.folder.dedupe import Copy, Found, Shelf
from digest.sources.folder.folder_state import (
    Kept,
    Ledger,
    Reading,
    fingerprint_bytes,
    fingerprint_values,
    mark_file,
    name_content,
    read_ledger,
    write_ledger,
)
from digest.sources.folder.formats import is_known, read_contents
from digest.sources.folder.scan import FoundFile, list_files, read_whole
from digest.text import fingerprint
from digest.text.urls import article_id

# Of so many places in a file it is told why they gave no article; the others are only counted.
_MOST_TOLD = 50
_NOTHING = "the folder holds no article"


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that was read: what it holds, and under which place its articles are known.

    content: fingerprint of its bytes, "" when they could not be read.
    """

    file: FoundFile
    content: str
    origin: str
    parts: tuple[Found | LeftOut, ...]


def read_folder(visit: Visit, client: Client) -> Collected:
    """Read every article in the files of a folder and of its subfolders, in order of their names.

    visit.source.location: the folder; its files may be of any kind in FORMATS, packed or not. door: not
    used, nothing is fetched. What a file held is remembered by its content: only files that are new or
    were changed are read, those that told ages, and those that could not be read. A file that was moved
    keeps its articles. A text that stands there twice is kept once, unless two outlets tell it; what gave
    no article is left out, with the reason, in every visit. The source's limit is meant for the web: a
    folder is read whole. Raises SourceError when there is no such folder. Cost: linear.
    """
    source = visit.source
    ledger = read_ledger(visit.state.body, source)
    listing = list_files(Path(source.location))
    files, unknown = _sort_out(listing.files)
    strange = "files of this kind are not read"
    passed_over = [
        *(_leave_out(source, place, "unreadable", why) for place, why in listing.passed_over),
        *(_leave_out(source, kind, "not_an_article", strange) for kind in unknown),
    ]
    readings = ledger.find_valid(files)
    rest = fingerprint_values(passed_over)
    if len(readings) == len(files) == len(ledger.readings) and rest == ledger.rest:
        return Collected(source, state=visit.state, unchanged=True)
    if source.include or source.exclude:
        # What these words rule out is told of the articles that come back, so all of them have to.
        ledger, readings = ledger.reopen(), {}
    origins = ledger.find_moved(files)
    opened = []
    for file in files:
        if file.place not in readings:
            found = _open_file(file, ledger.readings.get(file.place), origins, source, visit.now)
            if isinstance(found, Reading):
                readings[file.place] = found
            else:
                opened.append(found)
    furniture = ledger.furniture | find_recurring(map(_list_texts, opened))
    crowded = _find_crowded(opened)
    shelf = Shelf(readings)
    articles: list[Article] = []
    for found in opened:
        taken, readings[found.file.place] = _take_articles(found, furniture, crowded, shelf, visit)
        articles += taken
    left_out = [row for file in files for row in readings[file.place].left_out]
    ledger = Ledger({file.place: readings[file.place] for file in files}, furniture, rest)
    return Collected(
        source,
        articles=tuple(articles),
        state=replace(visit.state, body=write_ledger(ledger, source)),
        left_out=(*passed_over, *left_out),
        warnings=() if any(reading.articles for reading in readings.values()) else (_NOTHING,),
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


def _open_file(
    file: FoundFile, known: Reading | None, origins: Mapping[str, str], source: Source, now: datetime
) -> Opened | Reading:
    """What a file holds; what it is known to hold, when somebody only touched it.

    Whatever is wrong with a file stays its own affair. origins: the former places of files that are gone.
    """
    address = file.path.as_uri()
    try:
        body = read_whole(file, source.max_bytes)
    except SourceError as error:
        fault = _leave_out(source, file.place, "unreadable", error.message, address)
        return Opened(file, "", file.place, (fault,))
    content = fingerprint_bytes(body)
    if known and known.content == content and known.mark and not known.leans_on:
        return replace(known, mark=mark_file(file))
    origin = known.origin if known else origins.get(name_content(file.place, content), file.place)
    saved = SavedFile(file.place, address, body, datetime.fromtimestamp(file.modified / 1e9, UTC), now)
    return Opened(file, content, origin, tuple(_read_parts(saved, origin, source)))


def _read_parts(file: SavedFile, origin: str, source: Source) -> Iterator[Found | LeftOut]:
    stem = file.place.removesuffix(".gz")
    try:
        for part, contents in read_contents(file, source.max_bytes):
            place = origin.removesuffix(".gz") + part.place.removeprefix(stem)
            drafts = [draft for draft in contents if isinstance(draft, Draft)]
            yield from (Found(draft, part, file.place, place, len(drafts) > 1) for draft in drafts)
            for fault in contents:
                if isinstance(fault, Fault):
                    yield _leave_out(source, part.place, fault.why, fault.detail, part.address)
    except Exception as error:
        told = f"this program failed over it ({type(error).__name__}: {error}); please report it"
        yield _leave_out(source, file.place, "unreadable", told, file.address)


def _list_texts(found: Opened) -> list[str]:
    return [part.draft.text for part in found.parts if isinstance(part, Found)]


def _find_crowded(opened: Iterable[Opened]) -> frozenset[str]:
    """The addresses under which stands more than one article can have: they are no article's."""
    titles: defaultdict[str, set[str]] = defaultdict(set)
    for found in opened:
        for part in found.parts:
            if isinstance(part, Found):
                titles[part.draft.url].add(fingerprint(part.draft.title))
    return frozenset(url for url, told in titles.items() if len(told) >= CROWD)


def _take_articles(
    found: Opened, furniture: Collection[str], crowded: Collection[str], shelf: Shelf, visit: Visit
) -> tuple[list[Article], Reading]:
    """The articles of a file that are nobody's copies, and what is to be remembered of it."""
    articles: list[Article] = []
    kept: list[Kept] = []
    left_out: list[LeftOut] = []
    leans_on: list[str] = []
    is_fixed = bool(found.content)
    for part in found.parts:
        if isinstance(part, LeftOut):
            left_out.append(part)
            continue
        is_fixed = is_fixed and not part.draft.dated_from_now
        draft = replace(part.draft, text=drop_recurring(part.draft.text, furniture))
        put = shelf.put(replace(part, draft=draft), visit.source, visit.now, draft.url not in crowded)
        if isinstance(put, Copy):
            left_out.append(put.left_out)
            leans_on.append(put.holder)
        else:
            articles.append(put.article)
            kept.append(put.kept)
    if more := len(left_out[_MOST_TOLD:]):
        told = f"{more} more places in it gave no article"
        address = found.file.path.as_uri()
        left_out[_MOST_TOLD:] = [_leave_out(visit.source, found.file.place, "not_an_article", told, address)]
    mark = mark_file(found.file) if is_fixed else ""
    others = tuple(dict.fromkeys(place for place in leans_on if place != found.file.place))
    return articles, Reading(mark, found.content, found.origin, tuple(kept), tuple(left_out), others)


def _leave_out(source: Source, place: str, why: str, detail: str, url: str = "") -> LeftOut:
    return LeftOut(article_id(f"{source.name}\n{place}\n{detail}"), place, source.name, why, detail, url)
