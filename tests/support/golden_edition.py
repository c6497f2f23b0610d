"""A hand-written edition with a bit of everything, and the same with markup in every text.

All outlets, places and events are invented.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from digest.models import (
    Article,
    Difference,
    EarlierEdition,
    Edition,
    LeftOut,
    ReportedFigure,
    Sentence,
    Skyline,
    SourceHealth,
    Story,
    Summary,
)

MADE = datetime(2026, 10, 16, 4, 30, tzinfo=UTC)  # half past six in the morning in Berlin


def write_article(
    ident: str,
    source: str,
    url: str,
    title: str,
    text: str,
    hours: float | None,
    language: str = "en",
    title_derived: bool = False,
) -> Article:
    """Return an article published so many hours before the edition (None: unknown)."""
    published = None if hours is None else MADE - timedelta(hours=hours)
    return Article(
        id=ident,
        source=source,
        url=url,
        title=title,
        text=text,
        published=published,
        first_seen=published or MADE - timedelta(hours=1),
        language=language,
        title_derived=title_derived,
        feed=source,
    )


def quote(story: Story, article: int, position: int, new: bool = False) -> Sentence:
    """Return a sentence of an article; the texts here contain no full stop inside a sentence."""
    sentences = [text.strip() + "." for text in story.articles[article].text.split(".") if text.strip()]
    return Sentence(sentences[position], article, position, new)


CABLE_TEXT = (
    "The last of the 34 passengers stepped onto the platform at Korvath at ten past three, thirty "
    "hours after the cabin had stopped above the gorge. Nobody is hurt. A roller at the fourth pylon "
    "had left its axle, the operator said."
)
CABLE = Story(
    id="5f1c0a77d2e94b10",
    articles=(
        write_article(
            "a1",
            "Highland Courier",
            "https://highland-courier.example/korvath-rescue",
            "All 34 passengers are down from the stranded Korvath cable car",
            CABLE_TEXT,
            2.5,
        ),
        write_article(
            "a2",
            "Radio Mirasol",
            "https://mirasol.example/news/20418",
            "Cabin crew sang with passengers through the second night",
            "Two mountain guides spent the night in the cabin, handing out blankets and tea from a "
            "rucksack. The guides will be received by the mayor at noon.",
            1.75,
        ),
        write_article(
            "a3",
            "Tarnfield Times",
            "https://tarnfieldtimes.example/cable-car-inspection",
            "Inspectors had asked for new rollers in May",
            "An inspection report of May asked for all rollers at the fourth pylon to be replaced "
            "before the winter. The operator had ordered them for November.",
            9.2,
        ),
        write_article(
            "a4",
            "Morning Kite",
            "https://morningkite.example/korvath",
            "All 34 passengers are down from the stranded Korvath cable car",
            CABLE_TEXT,
            2.1,
        ),
        write_article(
            "a5",
            "The Vale Ledger",
            "https://valeledger.example/2026/10/korvath",
            "Cable car rescue ends after thirty hours",
            CABLE_TEXT,
            1.2,
        ),
        write_article(
            "a6",
            "Gorge Weekly",
            "https://gorgeweekly.example/echo",
            "What the gorge sounded like at night",
            "The wind dropped at midnight.",
            5.0,
        ),
        write_article(
            "a7",
            "Highland Courier",
            "https://highland-courier.example/korvath-stops",
            "Cable car stops above the Korvath gorge",
            "The cabin stopped at nine on Wednesday evening with 34 people on board. A first attempt "
            "to pull it back with the rescue rope was given up in the wind.",
            31.0,
        ),
    ),
    new=("a1", "a2", "a3", "a4", "a5", "a6"),
    since=date(2026, 10, 15),
    terms=(("korvath", 3.2), ("cable car", 2.9), ("cabin", 2.1), ("pylon", 1.4)),
    links=(("a1", "a4", 1.0), ("a1", "a7", 0.61), ("a1", "a2", 0.44)),
    copies=(("a4", "a1"), ("a5", "a1")),
    score=(("voices", 4.0), ("freshness", 1.866), ("substance", 0.13), ("continuing", 0.5)),
    section="World",
)

BRIDGE = Story(
    id="0b7e33c1a9f25d64",
    articles=(
        write_article(
            "b1",
            "Talhofener Anzeiger",
            "https://talhofener-anzeiger.example/bruecke",
            "Talhofen sperrt die alte Furtbrücke für Lastwagen",
            "Von Montag an dürfen nur noch Fahrzeuge unter siebeneinhalb Tonnen über die alte "
            "Furtbrücke fahren. Taucher hatten im Sommer Risse am mittleren Pfeiler gefunden. Die "
            "Umleitung über Niederau ist elf Kilometer länger.",
            14.0,
            language="de",
        ),
        write_article(
            "b2",
            "Funkhaus Süd",
            "https://funkhaus-sued.example/furtbruecke",
            "Risse im Pfeiler: Furtbrücke wird gesperrt",
            "Der Neubau soll frühestens in vier Jahren beginnen. Die Spediteure klagen über Mehrkosten.",
            11.5,
            language="de",
        ),
    ),
    new=("b1", "b2"),
    terms=(("furtbrücke", 3.0), ("pfeiler", 1.9)),
    links=(("b1", "b2", 0.52),),
    score=(("voices", 2.0), ("freshness", 1.1)),
    section="World",
)

LIBRARY = Story(
    id="c4d19e0278ab6f35",
    articles=(
        write_article(
            "c1",
            "صحيفة الميناء",
            "https://almina.example/maktaba",
            "مكتبة عائمة تبدأ رحلتها بين قرى النهر",
            "انطلقت صباح الخميس مكتبة عائمة تحمل أربعة آلاف كتاب إلى تسع قرى على ضفتي النهر. وتقف "
            "المكتبة يومين في كل قرية ثم تعود في الربيع.",
            16.0,
            language="ar",
        ),
        write_article(
            "c2",
            "إذاعة الضفة",
            "https://radio-aldiffa.example/7731",
            "أطفال القرى ينتظرون قارب الكتب",
            "وقال قبطان القارب إن أكثر الكتب طلبًا هي قصص البحارة.",
            13.0,
            language="ar",
        ),
    ),
    new=("c1", "c2"),
    terms=(("مكتبة", 2.2), ("النهر", 1.3)),
    links=(("c1", "c2", 0.38),),
    score=(("voices", 2.0), ("freshness", 0.9)),
    section="World",
)

MILL = Story(
    id="9a62b5d81c3f470e",
    articles=(
        write_article(
            "d1",
            "Signal & Sons",
            "https://signalandsons.example/paper-mill?page=1&part=2",
            "Workers buy the Ostrand paper mill for one crown",
            "The 160 workers of the Ostrand paper mill bought it on Thursday for one crown and its "
            "debts. They have promised the bank to keep the second machine running until June.",
            8.0,
        ),
        write_article(
            "d2",
            "The Vale Ledger",
            "https://valeledger.example/2026/10/ostrand",
            "Bank agrees to wait for Ostrand",
            "The bank will wait until June for the first repayment. The mill makes paper for school books. "
            "About 150 workers of the mill are said to have bought it.",
            30.0,
        ),
    ),
    new=("d1",),
    since=date(2026, 10, 12),
    terms=(("ostrand", 2.7), ("mill", 1.6), ("paper", 1.1)),
    links=(("d1", "d2", 0.47),),
    score=(("voices", 0.0), ("freshness", 1.26), ("substance", 0.1), ("continuing", 0.5)),
    section="Business",
)

SNAIL = Story(
    id="71e8d04fb29c5a36",
    articles=(
        write_article(
            "e1",
            "Field & Fern",
            "https://fieldandfern.example/snail",
            "A snail thought lost for ninety years lives in a car park",
            "Two pupils found eleven live shells of the amber disc snail under a hedge behind the "
            "station. The species was last seen in 1936. The town has closed four parking spaces.",
            20.0,
        ),
    ),
    new=("e1",),
    score=(("voices", 0.0), ("freshness", 0.63), ("substance", 0.09)),
    section="Science",
)

TRAM = Story(
    id="e3f70c96d15b8a42",
    articles=(
        write_article(
            "f1",
            "Notes from the inbox",
            "file:///home/reader/inbox/tram%20notes.txt",
            "From the first of November the harbour trams will run without conductors on weekdays",
            "",
            None,
            title_derived=True,
        ),
    ),
    new=("f1",),
    score=(("voices", 0.0), ("freshness", 0.0)),
    section="",
)


def write_brief(ident: str, article: Article, *others: Article, score: float) -> Story:
    """Return a story for the briefs."""
    articles = (article, *others)
    return Story(
        id=ident,
        articles=articles,
        new=tuple(sorted(article.id for article in articles)),
        score=(("freshness", score),),
        section="World",
    )


BRIEFS = (
    write_brief(
        "b0000000000000a1",
        write_article(
            "g1", "Highland Courier", "https://highland-courier.example/snow",
            "First snow on the Korvath pass",
            "The pass road stays open with chains. Snow will fall until Sunday.", 6.0,
        ),
        write_article(
            "g2", "Gorge Weekly", "https://gorgeweekly.example/snow", "Pass: chains from tonight",
            "Chains are needed from tonight.", 4.0,
        ),
        score=0.9,
    ),
    write_brief(
        "b0000000000000a2",
        write_article(
            "h1", "Funkhaus Süd", "https://funkhaus-sued.example/kino",
            "Das Kino am Markt zeigt wieder Filme",
            "Am Freitag läuft der erste Film seit drei Jahren.", 10.0, language="de",
        ),
        score=0.8,
    ),
    write_brief(
        "b0000000000000a3",
        write_article(
            "i1", "Signal & Sons", "https://signalandsons.example/odd",
            '# [Prices] *up* <b>2%</b> | "again" & `so on` (say_some)', "", 12.0,
        ),
        score=0.7,
    ),
)  # fmt: skip


def summarize(story: Story, *sentences: tuple[int, int], known: tuple[tuple[int, int], ...] = ()) -> Summary:
    """Return a summary of the sentences at these (article, position) pairs."""
    return Summary(
        story,
        tuple(quote(story, place, at, story.articles[place].id in story.new) for place, at in sentences),
        tuple(quote(story, place, at) for place, at in known),
        known_on=story.since if known else None,
    )


def annotate(summary: Summary, *differences: Difference, keywords: tuple[str, ...]) -> Summary:
    return replace(summary, differences=differences, keywords=keywords)


def brief(story: Story, *sentences: tuple[int, int]) -> Summary:
    """Return a brief of the sentences at these (article, position) pairs."""
    return Summary(story, tuple(quote(story, place, at, True) for place, at in sentences), brief=True)


LEFT_OUT = (
    LeftOut("x1", "All 34 passengers are down", "Beacon Daily", "same_text", "Highland Courier",
            "https://beacon.example/korvath"),
    LeftOut("x2", "Second division: results", "Tarnfield Times", "muted", "football",
            "https://tarnfieldtimes.example/second-division"),
    LeftOut("x3", "Third division: results", "Tarnfield Times", "muted", "football",
            "https://tarnfieldtimes.example/third-division"),
    LeftOut("x4", "Hotel prices, a look back", "Morning Kite", "below_cut", "", "https://morningkite.example/hotels"),
    LeftOut("x5", "holiday.jpg", "inbox", "not_an_article", "a picture"),
)  # fmt: skip

SOURCES = (
    SourceHealth("Field & Fern", "ok", 1),
    SourceHealth("Funkhaus Süd", "ok", 2),
    SourceHealth("Gorge Weekly", "ok", 2),
    SourceHealth("Highland Courier", "ok", 3),
    SourceHealth("inbox", "ok", 2),
    SourceHealth("Morning Kite", "ok", 2),
    SourceHealth(
        "Pier Gazette", "failed", 0, "the server answers 503, it is overloaded",
        "Nothing to do: it is tried again at every visit.", MADE - timedelta(days=4, hours=2), 5,
    ),
    SourceHealth("Radio Mirasol", "ok", 1),
    SourceHealth("Signal & Sons", "ok", 2),
    SourceHealth(
        "Old Quay", "gone", 0, "the server says that this feed is gone for good",
        "Take it out of the list, or look for its new address.", MADE - timedelta(hours=3), 1,
    ),
    SourceHealth("Talhofener Anzeiger", "ok", 1),
    SourceHealth("Tarnfield Times", "ok", 3),
    SourceHealth("The Vale Ledger", "ok", 2),
    SourceHealth("إذاعة الضفة", "ok", 1),
    SourceHealth("صحيفة الميناء", "ok", 1),
)  # fmt: skip


def draw_skyline(stories: tuple[Summary, ...], left_out_hours: tuple[float, ...]) -> Skyline:
    """Return the reports of the last day per quarter hour."""
    reports, used = [0] * 96, [0] * 96
    articles = {article.id: article for summary in stories for article in summary.story.articles}
    for moment in [article.moment for article in articles.values()]:
        if MADE - moment < timedelta(hours=24):
            used[95 - (MADE - moment) // timedelta(minutes=15)] += 1
    for hours in left_out_hours:
        reports[95 - int(hours * 4)] += 1
    return Skyline(
        MADE - timedelta(hours=24),
        MADE,
        tuple(a + b for a, b in zip(reports, used, strict=True)),
        tuple(used),
        peak=4,
    )


def golden_edition() -> Edition:
    """Return the edition of Friday 16 October 2026."""
    stories = (
        summarize(CABLE, (0, 0), (2, 0), (1, 0), (0, 2), known=((6, 0), (6, 1))),
        summarize(BRIDGE, (0, 0), (0, 1), (1, 0)),
        annotate(
            summarize(MILL, (0, 0), (1, 0), (0, 1)),
            Difference(
                "workers",
                (
                    ReportedFigure("160", quote(MILL, 0, 0, True)),
                    ReportedFigure("About 150", quote(MILL, 1, 2)),
                ),
            ),
            keywords=("Ostrand", "paper mill"),
        ),
        summarize(LIBRARY, (0, 0), (1, 0), (0, 1)),
        summarize(SNAIL, (0, 0), (0, 1), (0, 2)),
        summarize(TRAM),
        brief(BRIEFS[0], (0, 0), (1, 0)),
        brief(BRIEFS[1], (0, 0)),
        brief(BRIEFS[2]),
    )
    return Edition(
        title="The Lantern",
        date=date(2026, 10, 16),
        made=MADE,
        timezone="Europe/Berlin",
        language="en",
        window=(MADE - timedelta(hours=24), MADE),
        stories=stories,
        sections=("World", "Business", "Science", "Sport"),
        sources=SOURCES,
        peers=(("en", 13),),
        left_out=LEFT_OUT,
        reports=22,
        skyline=draw_skyline(stories, left_out_hours=(1.0, 3.5, 10.0, 10.1, 21.0)),
        earlier=(
            EarlierEdition(date(2026, 10, 15), "Cable car stops above the Korvath gorge"),
            EarlierEdition(date(2026, 10, 14), ""),
            EarlierEdition(date(2026, 10, 12), "Ostrand paper mill is for sale at one crown"),
        ),
    )


ODD = (
    '</p><script>alert("1")</script> <b>[x](http://evil.example) ![i](y) [1a] `c` *e* __s__ ~~d~~ | # &amp; '
    "{{ 7*7 }}"
)
"""A title with every kind of markup."""


def hostile_edition() -> Edition:
    """Return the golden edition with markup in every text that comes from a source."""

    def inject_markup(article: Article) -> Article:
        return replace(article, title=ODD, source=article.source + ODD, text=ODD + ".", author=ODD)

    edition = golden_edition()
    stories = tuple(
        replace(
            summary,
            story=replace(
                summary.story, articles=tuple(map(inject_markup, summary.story.articles)), section=ODD
            ),
            sentences=tuple(replace(sentence, text=ODD + ".") for sentence in summary.sentences),
            differences=tuple(
                Difference(ODD, tuple(replace(row, figure=ODD) for row in difference.figures))
                for difference in summary.differences
            ),
            keywords=(ODD,) if summary.keywords else (),
        )
        for summary in edition.stories
    )
    return replace(
        edition,
        title=ODD,
        stories=stories,
        sources=(SourceHealth(ODD, "failed", 0, ODD, ODD, MADE, 2), SourceHealth(ODD, "ok")),
        left_out=(LeftOut("x", ODD, ODD, ODD, ODD, "https://x.example/?a=1&b=<2>"),),
        earlier=(EarlierEdition(edition.date - timedelta(days=1), ODD),),
    )
