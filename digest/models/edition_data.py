"""The types of an edition as JSON, which the store saves, templates receive and the JSON output contains.

templates/edition.schema.json describes the same fields for users, each with its meaning. A test checks that
both have the same keys, types and required keys. Times are ISO 8601 in UTC ("2026-03-12T05:40:00Z"), dates
ISO 8601 in the reader's time zone ("2026-03-12"). A new field goes into both, and into `compatibility`.
"""

from __future__ import annotations

from typing import Literal, TypedDict

EditionKind = Literal["full", "quiet", "error"]
SourceStatus = Literal["ok", "failed", "gone"]
TextDirection = Literal["ltr", "rtl", "auto"]
LineKind = Literal["sentence", "headline"]
StoryTier = Literal["lead", "second", "third", "brief"]

# "from" is a Python keyword, so types with this key inherit it from a base in functional syntax.
_SpanData = TypedDict("_SpanData", {"from": str, "to": str})
_OpenSpanData = TypedDict("_OpenSpanData", {"from": str | None, "to": str})
_OriginData = TypedDict("_OriginData", {"from": str})


class WindowData(_OpenSpanData):
    """The period that the edition covers. from: None if it has no start. days: its length, at least 1."""

    days: int


class SectionData(TypedDict):
    """A section of the page. lead: it is that of the lead story. stories: indices into the stories."""

    name: str
    lead: bool
    stories: list[int]


class QuotationData(TypedDict):
    """A quotation from an article.

    article: index into the story's articles. n: number of the outlet within the story, from 1. url: URL of
    the quoted passage, or "". mark: its reference mark in the edition ("1a": first outlet, first quotation).
    """

    article: int
    n: int
    url: str
    mark: str


class _CutData(TypedDict, total=False):
    """cut: the sentence goes on in the article; missing when it does not."""

    cut: bool


class SentenceData(QuotationData, _CutData):
    """A sentence, quoted verbatim, or the headline of another outlet.

    kind: "sentence" or "headline". position: the index of the sentence in its article, -1 for a headline.
    new: it was not published before.
    """

    kind: LineKind
    text: str
    position: int
    new: bool


class FigureData(SentenceData):
    """A figure as one source gives it, and its sentence."""

    figure: str


class DifferenceData(TypedDict):
    """Figures or dates on which independent sources differ. about: the words after the figures, or ""."""

    about: str
    figures: list[FigureData]


class DayData(QuotationData):
    """One day of a continuing story: a quoted headline and the number of reports."""

    date: str
    reports: int
    title: str


class ScoreData(TypedDict):
    """The points that rank a story. parts: {name of a ranking rule: its points}."""

    total: float
    parts: dict[str, float]


class WhyData(TypedDict):
    """Why the articles form one story.

    terms: [word, weight], heaviest first. links: [article id, article id, similarity 0..1], strongest
    first. span_hours: hours between the first and the latest article, or None. copies: how many articles
    repeat the text of another.
    """

    terms: list[list[str | float]]
    links: list[list[str | float]]
    span_hours: float | None
    copies: int


class QuotedOutletData(TypedDict):
    """An outlet that is quoted, and its first quoted article."""

    n: int
    article: int


class OtherOutletData(TypedDict):
    """An outlet that has a text of its own but is not quoted."""

    source: str
    article: int


class CopyData(OtherOutletData):
    """An outlet that only repeats the text of another one (`of`)."""

    of: str


class CoverageData(_SpanData):
    """Reports per hour. split: index of the first hour of this edition's window."""

    hours: list[int]
    split: int


class PictureData(_OriginData):
    """A small JPEG. from: where it was fetched. alt: the text in its place, or "". data: a data: URL. width,
    height: in pixels."""

    alt: str
    data: str
    width: int
    height: int
    article: int


class MediaData(TypedDict):
    """A sound or film. seconds: its length, 0 if unknown."""

    kind: Literal["audio", "video"]
    url: str
    seconds: int


class ArticleData(TypedDict):
    """An article of a story, without its text. duplicate_of: id of the article whose text it repeats."""

    id: str
    title: str
    title_derived: bool
    url: str
    source: str
    published: str | None
    first_seen: str
    language: str
    direction: TextDirection
    new: bool
    duplicate_of: str | None
    media: MediaData | None


class StoryData(TypedDict):
    """A story and its summary."""

    id: str
    rank: int
    section: str
    title: str
    headline: QuotationData
    language: str
    direction: TextDirection
    continuing: bool
    since: str | None
    brief: bool
    recording: bool
    tier: StoryTier
    order: int
    columns: int
    wide: bool
    folded: bool
    under: str
    method: str
    score: ScoreData
    reports: int
    voices: int
    others: int
    latest: str | None
    minutes: int
    why: WhyData
    summary: list[SentenceData]
    differences: list[DifferenceData]
    keywords: list[str]
    tags: list[str]
    known: list[SentenceData]
    known_on: str | None
    merged: list[str]
    split_from: str
    related: list[str]
    topic: str
    other_languages: list[str]
    days: list[DayData]
    quoted: list[QuotedOutletData]
    also: list[OtherOutletData]
    copies: list[CopyData]
    coverage: CoverageData | None
    picture: PictureData | None
    articles: list[ArticleData]


class TopicData(TypedDict):
    """A large event of which several stories tell. stories: their ids, in the order of the page."""

    id: str
    title: str
    language: str
    direction: TextDirection
    terms: list[str]
    stories: list[str]


class SourceHealthData(TypedDict):
    """The state of one source. failures: how many visits in a row have failed."""

    name: str
    status: SourceStatus
    articles: int
    message: str
    advice: str
    since: str | None
    failures: int


class ReasonData(TypedDict):
    """How many reports (n) were left out for one reason (why)."""

    why: str
    n: int


class LeftOutData(TypedDict):
    """A report that is not in the edition."""

    id: str
    title: str
    source: str
    why: str
    detail: str
    url: str


class QuietStoryData(TypedDict):
    """A story that the last edition had in full and that has no new reports."""

    id: str
    title: str
    language: str
    direction: TextDirection


class SkylineData(_SpanData):
    """Reports per quarter hour. peak: the highest number in a quarter hour of the last weeks."""

    reports: list[int]
    used: list[int]
    peak: int


class CatchUpData(TypedDict):
    """The editions missed before this one. since: the first date without an edition."""

    since: str
    editions: int


class EarlierEditionData(TypedDict):
    """An earlier edition. headline: that of its first story, "" if it had none."""

    date: str
    headline: str


class _NamedData(TypedDict, total=False):
    """name: of the row of [[editions]]; missing without rows."""

    name: str


class EditionData(_NamedData):
    """An edition with everything that a template shows. stories: in rank order."""

    version: Literal[1]
    kind: EditionKind
    title: str
    date: str
    made: str
    timezone: str
    language: str
    window: WindowData
    minutes: int
    reports: int
    used: int
    sections: list[SectionData]
    outlets: list[str]
    stories: list[StoryData]
    topics: list[TopicData]
    sources: list[SourceHealthData]
    reasons: list[ReasonData]
    left_out: list[LeftOutData]
    quiet: list[QuietStoryData]
    skyline: SkylineData | None
    catch_up: CatchUpData | None
    earlier: list[EarlierEditionData]


def count_stories(data: EditionData) -> tuple[int, int]:
    """Return how many stories of an edition are shown in full, and how many in brief, as its page counts."""
    briefs = sum(story["brief"] for story in data["stories"])
    return len(data["stories"]) - briefs, briefs


def describe_contents(stories: int, briefs: int) -> str:
    """Return the contents of an edition in English: "12 stories and 1 brief"."""
    return f"{stories} {'story' if stories == 1 else 'stories'} and {briefs} brief{'s' * (briefs != 1)}"
