"""Dates of pages: declared, beside the headline, in the address; never those of something else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from digest.sources.page.page_reader import extract_articles
from digest.sources.page.publication_date import read_address_date

TEXT = (
    "<p>The harbor of Gull Rock was dredged for the first time in thirty years, and the ferry runs again.</p>"
    "<p>People on Gull Rock had waited for the ferry since the storm, and the school will open on Monday.</p>"
)
DAY = datetime(2026, 5, 3, tzinfo=UTC)


def find_date(
    html: str, *, language: str = "en", head: str = "", address: str = "https://rock.example/ferry"
) -> datetime | None:
    page = f"<html lang='{language}'><head><title>Gull Rock ferry</title>{head}</head>{html}</html>"
    return extract_articles(page, address)[0].published


def structure(data: str) -> str:
    return f'<script type="application/ld+json">{data}</script>'


def write_article(line: str) -> str:
    return f"<body><article><h1>Gull Rock ferry</h1>{line}{TEXT}</article></body>"


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "<p>By Ada Quill | 3 May 2026 | 4 min read</p>"),
        ("en", "<div>Posted by Ada Quill on May 3, 2026</div>"),
        ("de", "<div>Von Ada Quill</div><div>Veröffentlicht am 3. Mai 2026</div>"),
        ("de", "<p>Sonntag, 3. Mai 2026</p>"),
        ("en", "<p>By Ada Quill, May 3, 2026</p>"),
        ("fr", "<p>Par Ada Quill, 3 mai 2026</p>"),
        ("vi", "<p>Chủ Nhật, 3/5/2026</p>"),
        ("en", "<abbr class='published' title='2026-05-03'>two weeks ago</abbr>"),
        ("fr", "<p>Par Ada Quill · Publié le 3 mai 2026</p>"),
        ("es", "<span>Publicado el 3 de mayo de 2026</span>"),
        ("it", "<p>Pubblicato il 3 maggio 2026</p>"),
        ("pt", "<p>Publicado em 3 de maio de 2026</p>"),
        ("nl", "<p>Gepubliceerd op 3 mei 2026</p>"),
        ("pl", "<p>Opublikowano 3 maja 2026</p>"),
        ("ja", "<p>公開 2026年5月3日</p>"),
        ("ru", "<p>3 мая 2026</p>"),
        ("ja", "<p>公開：2026年5月3日 最終更新：2026年5月9日</p>"),
        ("tr", "<p>Giriş: 03.05.2026 Güncelleme: 09.05.2026 09:00</p>"),
        ("ar", "<p>نشر في 3 مايو 2026، آخر تحديث 9 مايو 2026</p>"),
        ("es", "<p>Publicado el 3 de mayo de 2026, última actualización: 9 de mayo de 2026</p>"),
        ("fr", "<p>Publié le 3 mai 2026, dernière mise à jour le 9 mai 2026</p>"),
        ("ru", "<p>Опубликовано 3 мая 2026, последнее обновление 9 мая 2026</p>"),
        ("hr", "<p>Objavljeno 3. svibnja 2026., ažurirano 9. svibnja 2026.</p>"),
        ("no", "<p>Publisert 3. mai 2026, oppdatert 9. mai 2026</p>"),
        ("en", "<p><time datetime='2026-05-03'>3 May</time></p>"),
        ("en", "<span class='entry-date'>May 3, 2026</span>"),
        ("en", "<time class='entry-date published updated' datetime='2026-05-03'>May 3, 2026</time>"),
        ("en", "<dl><dt>Updated</dt><dd>9 May 2026</dd><dt>Published</dt><dd>3 May 2026</dd></dl>"),
        ("en", "<p><time datetime='2026-05-03'>Posted: May 3, 2026 | Last updated: May 9</time></p>"),
        (
            "de",
            "<p>Aktualisiert <time datetime='2026-05-09'>9.5.</time>, erschienen <time>3.5.2026</time></p>",
        ),
        (
            "fr",
            "<p>Publié le <time>3 mai 2026</time>, mis à jour le <time>9 mai 2026</time></p>",
        ),
    ],
)
def test_the_dateline_beside_the_headline_is_the_date(language: str, line: str) -> None:
    assert find_date(write_article(line), language=language) == DAY


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "<p>Updated <time datetime='2026-05-09'>9 May</time></p>"),
        ("en", "<p>Last modified: 9 May 2026</p>"),
        ("en", "<div>Updated</div><div>9 May 2026</div>"),
        ("en", "<time class='updated' datetime='2026-05-09'>9 May 2026</time>"),
        ("de", "<p>Stand: 09.05.2026, 17:23 Uhr</p>"),
        ("de", "<p>Zuletzt aktualisiert am 9. Mai 2026</p>"),
        ("fr", "<p>Mis à jour le 9 mai 2026</p>"),
        ("es", "<p>Actualizado: 9 de mayo de 2026</p>"),
        ("it", "<p>Ultimo aggiornamento: 9 maggio 2026</p>"),
        ("pt", "<p>Atualizado em 9 de maio de 2026</p>"),
        ("nl", "<p>Bijgewerkt op 9 mei 2026</p>"),
        ("pl", "<p>Zaktualizowano 9 maja 2026</p>"),
        ("ja", "<p>更新 2026年5月9日</p>"),
        ("en", "<aside><time datetime='2026-05-09'>9 May</time> Frost at Cape</aside>"),
        ("en", "<ul><li><a href='/a'>Frost at Cape for weeks</a> <time>9 May 2026</time></li></ul>"),
        ("en", "<figure><figcaption>The pier, 9 May 2026</figcaption></figure>"),
        (
            "en",
            "<p>The pier of Gull Rock, which the council closed on <time datetime='2026-05-09'>9 May</time>, "
            "will be rebuilt in stone, as the mayor said in the town hall last night.</p>",
        ),
    ],
)
def test_the_date_of_something_else_is_unknown(language: str, line: str) -> None:
    assert find_date(write_article(line), language=language) is None


@pytest.mark.parametrize(
    "below",
    [
        "<section id='comments'><div><time datetime='2026-05-09'>now</time>At last.</div></section>",
        "<div class='related-posts'><h3>More</h3><time class='published' datetime='2026-05-09'></time></div>",
        "<article><h2>Frost at Cape</h2><time datetime='2026-05-09'>9 May</time></article>",
        "<footer>Published by Quill Press, 9 May 2026</footer>",
    ],
)
def test_dates_below_the_article_are_not_its_date(below: str) -> None:
    assert find_date(f"<body><main><h1>Gull Rock ferry</h1>{TEXT}{below}</main></body>") is None


def test_the_day_in_the_head_of_a_site_is_not_a_dateline() -> None:
    html = "<body><div id='page'><div class='masthead'>Saturday, 9 May 2026</div>" + write_article("")[6:]
    assert find_date(html) is None


def test_a_dateline_above_the_headline_is_found() -> None:
    html = f"<body><article><p>3 May 2026</p><h1>Gull Rock ferry</h1>{TEXT}</article></body>"
    assert find_date(html) == DAY


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://rock.example/2026/05/03/ferry", DAY),
        ("https://rock.example/news/2026-05-03-ferry.html", DAY),
        ("https://rock.example/20260503/ferry", DAY),
        ("https://rock.example/2026/0503/ferry", DAY),
        ("https://rock.example/2026/5/3/ferry", DAY),
        ("https://rock.example/2026/05/ferry", None),
        ("https://rock.example/2026/13/45/ferry", None),
        ("https://rock.example/id/202605031234", None),
        ("https://rock.example/ferry?day=2026-05-03", None),
        ("https://20260503.example/ferry", None),
        ("", None),
    ],
)
def test_the_day_in_an_address_is_read(address: str, day: datetime | None) -> None:
    assert read_address_date(address) == day


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("", DAY),
        ("<time datetime='2026-05-03T17:30:00+02:00'></time>", datetime(2026, 5, 3, 15, 30, tzinfo=UTC)),
        ("<p>21 August 2026</p>", DAY),
    ],
)
def test_the_address_confirms_or_overrules_a_dateline(line: str, date: datetime) -> None:
    assert find_date(write_article(line), address="https://rock.example/2026/05/03/ferry") == date


@pytest.mark.parametrize(
    "head",
    [
        "<meta name='cXenseParse:recs:publishtime' content='2026-05-03'>",
        "<meta name='DC.date.published' content='2026-05-03'>",
        "<meta name='date' content='3 mai 2026'>",
        structure('{"@type": "WebPage", "datePublished": "2026-05-03"}'),
        structure('{"@type": "NewsArticle", "datePublished": "2026-05-03",}'),
        structure(
            '[{"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "headline": "Frost",'
            '"datePublished": "2026-04-09"}]},'
            '{"@type": "NewsArticle", "headline": "Gull Rock ferry", "datePublished": "2026-05-03"}]'
        ),
        structure('{"@type": "NewsArticle", "headline": "Ferry", "datePublished": "0001-01-01T00:00:00Z"}')
        + '<meta name="pubdate" content="2026-05-03">',
    ],
)
def test_declared_dates_are_read(head: str) -> None:
    assert find_date(write_article("<p>9 May 2026</p>"), language="fr", head=head) == DAY


def test_a_deeply_nested_page_is_read() -> None:
    html = "<body><h1>Gull Rock ferry</h1>" + "<div class='card'>" * 150 + "<p>3 May 2026</p>" + TEXT
    assert find_date(html) == DAY


@pytest.mark.parametrize(
    "line",
    [
        "<p>Correction <time datetime='2026-05-09'>9 May</time>: the rock is nine feet high.</p>",
        "<p>The fair begins on <time datetime='2026-05-09'>9 May</time> at the pier.</p>",
        "<p>祭りは<time datetime='2026-05-09'>5月9日</time> に 港 の 広場 で 始まる 予定 だ。</p>",
        "<p>Gull Rock Fair, 9 May 2026</p>",
    ],
)
def test_the_date_in_a_short_sentence_is_that_of_something_else(line: str) -> None:
    assert find_date(write_article(line)) is None


def write_posts(times: list[str], box: str = "<section>{}</section>") -> str:
    posts = (f"<time datetime='{time}'>{time[-6:-1]}</time><p>{TEXT}</p>" for time in times)
    return f"<body><h1>Gull Rock ferry</h1><div>{''.join(map(box.format, posts))}</div></body>"


OLDEST_FIRST = ["2026-05-03T08:00Z", "2026-05-03T09:15Z", "2026-05-03T17:40Z"]
LATEST = datetime(2026, 5, 3, 17, 40, tzinfo=UTC)


@pytest.mark.parametrize("times", [OLDEST_FIRST, OLDEST_FIRST[::-1]], ids=["oldest first", "latest first"])
@pytest.mark.parametrize(
    "box",
    [
        "<section>{}</section>",
        "<div class='post'><div class='text'>{}</div></div>",
        "<div class='post'><header><span>{}</span></header></div>",
    ],
)
def test_live_coverage_has_the_time_of_its_latest_post(times: list[str], box: str) -> None:
    assert find_date(write_posts(times, box)) == LATEST


def test_a_time_that_is_declared_or_of_no_post_stays() -> None:
    first = datetime(2026, 5, 3, 8, tzinfo=UTC)
    declared = '<meta property="article:published_time" content="2026-05-03T08:00Z">'
    assert find_date(write_posts(OLDEST_FIRST), head=declared) == first
    assert find_date(write_posts(OLDEST_FIRST[:2])) == first
    dateline = "</h1><p><time datetime='2026-05-03T07:30Z'>today</time></p>"
    page = write_posts(OLDEST_FIRST).replace("</h1>", dateline)
    assert find_date(page) == datetime(2026, 5, 3, 7, 30, tzinfo=UTC)
    assert find_date(write_posts(OLDEST_FIRST, "<section>Posted at {}</section>")) == first


def test_the_first_thousand_times_of_a_page_are_read() -> None:
    start = datetime(2026, 5, 3, tzinfo=UTC)
    posts = "".join(
        f"<p><time datetime='{start + timedelta(minutes=number)}'>.</time></p>" for number in range(1_001)
    )
    assert find_date(f"<h1>Gull Rock ferry</h1>{posts}{TEXT}") == start + timedelta(minutes=999)
