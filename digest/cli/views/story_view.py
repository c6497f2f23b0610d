"""One story: why its articles are one, how it was ranked, its earlier editions, the reader's word on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from digest.errors import DigestError
from digest.store import Store
from digest.text.urls import article_id

LONGEST_HEADLINE = 60
"""Characters of a muted story's headline that are kept, to know it by."""

EVERY_EDITION = 400
"""More editions than [store] keep_days ever keeps."""


@dataclass(frozen=True, slots=True)
class StoryView:
    """A story as the newest edition that holds it has it, and its headlines in the editions before.

    data: the story's data. day: that edition's date. earlier: (date, headline), newest first.
    """

    data: Mapping[str, Any]
    day: date
    earlier: tuple[tuple[date, str], ...]


def find_story(store: Store, given: str) -> StoryView:
    """The story whose id begins with what was given, from the newest edition that holds it.

    Raises:
        DigestError: no edition holds such a story, or several stories begin so.
    """
    told = [
        (date.fromisoformat(edition["date"]), story)
        for edition in store.editions(date.max, EVERY_EDITION)
        for story in edition["stories"]
        if given and story["id"].startswith(given)
    ]
    ids = dict.fromkeys(story["id"] for _, story in told)
    if not ids:
        advice = "`digest run` and `digest archive search` print ids; on the page they are anchors (#s-ID)."
        raise DigestError("", f"no edition holds a story {given}", advice)
    if len(ids) > 1:
        raise DigestError("", f"several stories begin with {given}: {', '.join(ids)}", "Give more of the id.")
    (day, data), *before = told
    return StoryView(data, day, tuple((past, story["title"]) for past, story in before))


def split_story(store: Store, story: str, article: str) -> str:
    """Take an article out of a story, for good. Returns the id of the story that it is from now on.

    Raises:
        DigestError: there is no such story, or it holds no such article or no other.
    """
    data = find_story(store, story).data
    held = [row["id"] for row in data["articles"] if row["id"].startswith(article)]
    if len(held) != 1:
        choice = ", ".join(row["id"] for row in data["articles"])
        raise DigestError("", f"story {data['id']} holds no single article {article}", f"It holds {choice}.")
    if len(data["articles"]) == 1:
        raise DigestError(
            "", f"story {data['id']} is this one article", "There is nothing to take it out of."
        )
    own = article_id(f"split:{held[0]}")
    store.correct("moved", held[0], origin=data["id"], target=own)
    return own


def join_stories(store: Store, one: str, other: str) -> tuple[str, str]:
    """Make two stories one, for good. Returns (the id that is left, the id that went into it).

    Raises:
        DigestError: there is no such story, or both are the same.
    """
    first, second = (find_story(store, given).data["id"] for given in (one, other))
    if first == second:
        raise DigestError("", f"{one} and {other} are the same story")
    store.correct("joined", second, target=first)
    return first, second


def mute_story(store: Store, story: str) -> str:
    """Never tell a story again. Returns its id."""
    found = find_story(store, story).data
    store.correct("muted", found["id"], target=found["title"][:LONGEST_HEADLINE])
    return str(found["id"])


def restore_story(store: Store, given: str) -> tuple[str, int]:
    """Take back what was said of a story, which no edition need hold any more. Returns its id, and how
    many words of the reader's those were.

    Raises:
        DigestError: nothing was said of such a story, or of several that begin so.
    """
    said = store.corrections()
    about = {
        *dict(said.muted),
        *chain.from_iterable(said.joined),
        *(id_ for row in said.moved for id_ in row[1:]),
    }
    ids = sorted(story for story in about if given and story.startswith(given))
    if not ids:
        advice = "`digest story` lists what was said."
        raise DigestError("", f"nothing was said of a story {given}", advice)
    if len(ids) > 1:
        raise DigestError("", f"several stories begin with {given}: {', '.join(ids)}", "Give more of the id.")
    return ids[0], store.forget_corrections(ids[0])


def describe_corrections(store: Store) -> Iterator[str]:
    """A line for each word of the reader's on stories, with headlines where they are known."""
    said = store.corrections()
    titles: dict[str, str] = {}
    for edition in store.editions(date.max, EVERY_EDITION):
        for story in edition["stories"]:
            titles.setdefault(story["id"], f"{story['id']} ({story['title']})")
    yield from (f"mute   {story} ({headline})" for story, headline in said.muted)
    yield from (
        f"join   {titles.get(gone, gone)} into {titles.get(left, left)}" for gone, left in said.joined
    )
    for article, origin, target in said.moved:
        yield f"split  article {article} from {titles.get(origin, origin)}: {titles.get(target, target)}"


def describe(view: StoryView, zone: ZoneInfo) -> Iterator[str]:
    """The lines that tell a person about a story."""
    story = view.data
    names = {article["id"]: article for article in story["articles"]}
    yield f"{story['title']}"
    yield f"story {story['id']}, in the edition of {view.day}"
    yield ""
    why = story["why"]
    if why["terms"]:
        yield "Why these are one story"
        yield f"  shared words: {', '.join(word for word, _ in why['terms'])}"
        if why["span_hours"] is not None:
            yield f"  appeared within {max(1, round(why['span_hours']))} hours"
        for one, other, similarity in why["links"][:5]:
            if one in names and other in names:
                yield f"  {similarity:.2f}  {tell(names[one])}  –  {tell(names[other])}"
        yield ""
    yield f"Its place: {story['score']['total']:.2f} points"
    for part, points in story["score"]["parts"].items():
        yield f"  {points:+.2f}  {part}"
    yield ""
    yield f"{story['reports']} reports, {story['voices']} independent voices"
    for article in story["articles"]:
        seen = datetime.fromisoformat(article["published"] or article["first_seen"]).astimezone(zone)
        marks = ["new"] if article["new"] else []
        if article["duplicate_of"]:
            marks.append(f"same text as {tell(names.get(article['duplicate_of'], article))}")
        note = f"  ({', '.join(marks)})" if marks else ""
        yield f"  {article['id']}  {seen:%a %d %b %H:%M}  {tell(article)}: {article['title']}{note}"
    if view.earlier:
        yield ""
        yield "Earlier editions"
        for day, headline in view.earlier:
            yield f"  {day}  {headline}"


def tell(article: Mapping[str, Any]) -> str:
    """Who says it."""
    return str(article["source"])
