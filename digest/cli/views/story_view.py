"""Describe one story (why its articles are grouped, its rank, its earlier editions), and correct stories."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from zoneinfo import ZoneInfo

from digest.errors import UsageError
from digest.models import StoryData
from digest.store import Store
from digest.text.urls import make_article_id

MAX_HEADLINE = 60
"""Characters of the headline that are stored with a muted story, to recognize it."""


@dataclass(frozen=True, slots=True)
class StoryView:
    """A story as the newest edition has it, and its headlines in earlier editions.

    data: the story's data. day: the date of that edition. earlier: (date, headline), newest first.
    """

    data: StoryData
    day: date
    earlier: tuple[tuple[date, str], ...]


def find_story(store: Store, prefix: str) -> StoryView:
    """Find a story by its id or the beginning of it, in the newest edition that has it.

    Raises:
        UsageError: no edition has such a story, or several stories have ids with this beginning.
    """
    found = store.editions.find_stories(prefix) if prefix else ()
    ids = tuple(dict.fromkeys(story["id"] for _, story in found))
    if not ids:
        advice = "`digest run` and `digest archive search` print ids; on the page they are anchors (#s-ID)."
        raise UsageError("", f"no edition has a story with the id {prefix}", advice)
    _require_one(ids, prefix)
    (day, data), *before = found
    titles: dict[date, str] = {}
    for past, story in before:
        if past != day:  # another edition of that day
            titles.setdefault(past, story["title"])
    return StoryView(data, day, tuple(titles.items()))


def split_story(store: Store, story: str, article: str) -> str:
    """Take an article out of a story, permanently. Return the id of its new story.

    story, article: ids, or the beginnings of ids.

    Raises:
        UsageError: there is no such story, or it has no such article or only this one.
    """
    data = find_story(store, story).data
    matches = [row["id"] for row in data["articles"] if row["id"].startswith(article)]
    if len(matches) != 1:
        listed = "".join(f"\n  {row['id']}  {row['source']}: {row['title']}" for row in data["articles"])
        reason = "several articles" if matches else "no article"
        message = f"story {data['id']} has {reason} with the id {article}"
        raise UsageError("", message, f"Its articles are:{listed}")
    if len(data["articles"]) == 1:
        raise UsageError("", f"story {data['id']} has only this article", "There is nothing to split.")
    new_story = make_article_id(f"split:{matches[0]}")
    store.corrections.save("moved", matches[0], origin=data["id"], target=new_story)
    return new_story


def join_stories(store: Store, one: str, other: str) -> tuple[str, str]:
    """Make two stories one, permanently. Return (the id that is kept, the id of the story joined to it).

    Raises:
        UsageError: there is no such story, or both are the same.
    """
    first, second = (find_story(store, prefix).data["id"] for prefix in (one, other))
    if first == second:
        raise UsageError("", f"{one} and {other} are the same story")
    store.corrections.save("joined", second, target=first)
    return first, second


def mute_story(store: Store, story: str) -> str:
    """Never show a story again. Return its id."""
    data = find_story(store, story).data
    store.corrections.save("muted", data["id"], target=data["title"][:MAX_HEADLINE])
    return str(data["id"])


def restore_story(store: Store, prefix: str) -> tuple[str, int]:
    """Undo all corrections of a story; it need not be in any edition. Return its id and their number.

    Raises:
        UsageError: there is no correction of such a story, or of several.
    """
    corrections = store.corrections.load()
    corrected = {
        *dict(corrections.muted),
        *chain.from_iterable(corrections.joined),
        *(id_ for row in corrections.moved for id_ in row[1:]),
    }
    ids = sorted(story for story in corrected if prefix and story.startswith(prefix))
    if not ids:
        advice = "`digest story` lists all corrections."
        raise UsageError("", f"there is no correction of a story with the id {prefix}", advice)
    _require_one(ids, prefix)
    return ids[0], store.corrections.delete(ids[0])


def _require_one(ids: Sequence[str], prefix: str) -> None:
    if len(ids) > 1:
        message = f"several stories have ids that begin with {prefix}: {', '.join(ids)}"
        raise UsageError("", message, "Give more of the id.")


def describe_corrections(store: Store) -> Iterator[str]:
    """Yield a line for each correction, with the headlines of its stories if they are known."""
    corrections = store.corrections.load()
    ids = {id_ for row in (*corrections.joined, *(row[1:] for row in corrections.moved)) for id_ in row}
    titles = {id_: f"{id_} ({title})" for id_, title in store.editions.story_titles(ids).items()}
    yield from (f"mute   {story} ({headline})" for story, headline in corrections.muted)
    yield from (
        f"join   {titles.get(joined, joined)} into {titles.get(kept, kept)}"
        for joined, kept in corrections.joined
    )
    for article, origin, target in corrections.moved:
        yield f"split  article {article} from {titles.get(origin, origin)}: {titles.get(target, target)}"


def describe_story(view: StoryView, zone: ZoneInfo) -> Iterator[str]:
    """Yield the lines of a story: shared words, similarities, points, articles, earlier editions."""
    story = view.data
    yield story["title"]
    yield f"story {story['id']}, in the edition of {view.day}"
    yield ""
    yield from _describe_grouping(story)
    yield f"Rank: {story['score']['total']:.2f} points"
    for part, points in story["score"]["parts"].items():
        yield f"  {points:+.2f}  {part}"
    yield ""
    yield from _describe_articles(story, zone)
    if view.earlier:
        yield ""
        yield "Earlier editions"
        for day, headline in view.earlier:
            yield f"  {day}  {headline}"


def _describe_grouping(story: StoryData) -> Iterator[str]:
    why = story["why"]
    if not why["terms"]:
        return
    sources = {article["id"]: article["source"] for article in story["articles"]}
    yield "Why these articles are one story"
    yield f"  shared words: {', '.join(str(word) for word, _ in why['terms'])}"
    if why["span_hours"] is not None:
        yield f"  published within {max(1, round(why['span_hours']))} hours"
    for one, other, similarity in why["links"][:5]:
        if one in sources and other in sources:
            yield f"  {similarity:.2f}  {sources[one]}  –  {sources[other]}"
    yield ""


def _describe_articles(story: StoryData, zone: ZoneInfo) -> Iterator[str]:
    sources = {article["id"]: article["source"] for article in story["articles"]}
    yield f"{story['reports']} reports, {story['voices']} independent voices"
    for article in story["articles"]:
        seen = datetime.fromisoformat(article["published"] or article["first_seen"]).astimezone(zone)
        marks = ["new"] if article["new"] else []
        if article["duplicate_of"]:
            marks.append(f"same text as {sources.get(article['duplicate_of'], article['source'])}")
        note = f"  ({', '.join(marks)})" if marks else ""
        yield f"  {article['id']}  {seen:%a %d %b %H:%M}  {article['source']}: {article['title']}{note}"
