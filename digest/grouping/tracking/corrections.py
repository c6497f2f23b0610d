"""The reader's word on stories: what was taken apart stays apart, what was joined stays joined.

Corrections are kept by story, not by pair of articles: a story goes on over days with other articles,
and what was said of it has to go on with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from digest.grouping.story_builder import by_time, choose_lead, name_story
from digest.models import Article, Corrections, Published, Story


def correct_published(published: Mapping[str, Published], corrections: Corrections) -> dict[str, Published]:
    """Where each article stood, with articles and stories where the reader put them. Linear."""
    moved = {article: story for article, _, story in corrections.moved}
    into = dict(corrections.joined)
    return {
        article: replace(stood, story_id=follow(moved.get(article, stood.story_id), into))
        for article, stood in published.items()
    }


def correct_stories(
    stories: Iterable[Story], stood: Mapping[str, Published], corrections: Corrections
) -> tuple[Story, ...]:
    """The stories as the reader wants them parted and joined.

    stood: {article id: the story it stands in}, from `correct_published`, today's edition included
    when there is one already. Cost: linear in articles and links.
    """
    if not corrections.moved and not corrections.joined:
        return tuple(stories)
    into = dict(corrections.joined)
    apart = {frozenset((follow(origin, into), follow(story, into))) for _, origin, story in corrections.moved}
    parted = [part for story in stories for part in part_story(story, stood, apart)]
    return join_stories(parted, stood, frozenset(follow(story, into) for story in into))


def follow(story: str, into: Mapping[str, str]) -> str:
    """The story that a story has become part of, however often; a circle ends where it began."""
    seen = {story}
    while (story := into.get(story, story)) not in seen:
        seen.add(story)
    return story


def part_story(story: Story, stood: Mapping[str, Published], apart: set[frozenset[str]]) -> tuple[Story, ...]:
    """The story, or its parts when it holds articles of stories that are to stay apart.

    An article that never stood anywhere goes to the part it is most like, else to the largest.
    """
    homes = {article.id: stood[article.id].story_id for article in story.articles if article.id in stood}
    held = set(homes.values())
    sides = sorted({name for pair in apart if pair <= held for name in pair})
    if len(sides) < 2:
        return (story,)
    sizes = Counter(homes.values())
    largest = min(sides, key=lambda name: (-sizes[name], name))
    placed = {id_: home for id_, home in homes.items() if home in sides}
    parts: dict[str, list[Article]] = {name: [] for name in sides}
    for article in story.articles:
        likeness: dict[str, float] = {}
        for one, other, similarity in story.links:
            if article.id in (one, other):
                side = placed.get(other if article.id == one else one)
                if side:
                    likeness[side] = likeness.get(side, 0) + similarity
        nearest = min(likeness, key=lambda name: (-likeness[name], name), default=largest)
        parts[placed.get(article.id, nearest)].append(article)
    return tuple(rebuild_story(articles, [story]) for articles in parts.values())


def join_stories(
    stories: Sequence[Story], stood: Mapping[str, Published], joined: frozenset[str]
) -> tuple[Story, ...]:
    """The stories, those that hold articles of one joined story made one."""
    gathered: dict[str, list[Story]] = {}
    for story in stories:
        homes = {stood[article.id].story_id for article in story.articles if article.id in stood} & joined
        gathered.setdefault(min(homes, default=f"alone {story.id}"), []).append(story)
    return tuple(
        group[0]
        if len(group) == 1
        else rebuild_story([article for story in group for article in story.articles], group)
        for group in gathered.values()
    )


def rebuild_story(articles: Sequence[Article], origins: Sequence[Story]) -> Story:
    """A story of these articles, with those of the origins' reasons that are about them."""
    ids = {article.id for article in articles}
    links = tuple(
        sorted(
            (link for origin in origins for link in origin.links if link[0] in ids and link[1] in ids),
            key=lambda link: (-link[2], link[0], link[1]),
        )
    )
    copies = tuple(pair for origin in origins for pair in origin.copies if pair[0] in ids and pair[1] in ids)
    copied = {copy for copy, _ in copies}
    ordered = sorted(articles, key=by_time)
    lead = choose_lead([article for article in ordered if article.id not in copied], links)
    terms = dict[str, float]()
    for origin in origins:
        for word, weight in origin.terms:
            terms[word] = max(weight, terms.get(word, 0))
    return Story(
        id=name_story(ordered),
        articles=(lead, *(article for article in ordered if article is not lead)),
        new=tuple(sorted(ids)),
        terms=tuple(sorted(terms.items(), key=lambda term: (-term[1], term[0])))[:8],
        links=links,
        copies=copies,
    )
