"""One story: why its articles are one, how it was ranked, its earlier editions, the reader's word on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from digest.address import article_id
from digest.errors import DigestError
from digest.store import Store

EVERY_EDITION = 400
"""More editions than [store] keep_days ever keeps."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """A story as the newest edition that holds it has it, and its headlines in the editions before.

    data: the story's data. day: that edition's date. earlier: (date, headline), newest first.
    """

    data: Mapping[str, Any]
    day: date
    earlier: tuple[tuple[date, str], ...]


def find_story(store: Store, given: str) -> Dossier:
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
        advice = "`digest run --json` and the anchors of the HTML page tell the ids."
        raise DigestError("", f"no edition holds a story {given}", advice)
    if len(ids) > 1:
        raise DigestError("", f"several stories begin with {given}: {', '.join(ids)}", "Give more of the id.")
    (day, data), *before = told
    return Dossier(data, day, tuple((past, story["title"]) for past, story in before))


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
    muted: str = find_story(store, story).data["id"]
    store.correct("muted", muted)
    return muted


def describe(dossier: Dossier, zone: ZoneInfo) -> Iterator[str]:
    """The lines that tell a person about a story."""
    story = dossier.data
    names = {article["id"]: article for article in story["articles"]}
    yield f"{story['title']}"
    yield f"story {story['id']}, in the edition of {dossier.day}"
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
    if dossier.earlier:
        yield ""
        yield "Earlier editions"
        for day, headline in dossier.earlier:
            yield f"  {day}  {headline}"


def tell(article: Mapping[str, Any]) -> str:
    """Who says it."""
    return str(article["source"])
