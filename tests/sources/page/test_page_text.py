"""What a page displays in its sentences, headline and lists is what is read."""

from __future__ import annotations

import pytest

from digest.sources.page.page_reader import extract_articles

REST = (
    "<p>The old lighthouse of Ostley stands on a rock and is painted white every other summer.</p>"
    "<p>Its keeper writes down every ship and every storm, and sells the book in spring.</p>"
)


def read_first_paragraph(paragraph: str, language: str = "en") -> str:
    html = (
        f'<html lang="{language}"><head><title>Lighthouse of Ostley is dark</title></head><body><article>'
        f"<h1>Lighthouse of Ostley is dark</h1><p>{paragraph}</p>{REST}</article></body></html>"
    )
    (article,) = extract_articles(html)
    return article.text.split("\n\n")[0]


@pytest.mark.parametrize(
    ("paragraph", "text"),
    [
        (
            "Ostley lights its lamp on <time datetime='2026-06-09'>Tuesday, 9 June</time>, at dusk.",
            "Ostley lights its lamp on Tuesday, 9 June, at dusk.",
        ),
        (
            "The lamp burns <output>nine</output> hours, at <label>full</label> power, says <b>Hale</b>.",
            "The lamp burns nine hours, at full power, says Hale.",
        ),
        (
            "Whoever presses <button>Stop</button> turns off a lamp of <data>three</data> kilowatts.",
            "Whoever presses Stop turns off a lamp of three kilowatts.",
        ),
        (
            "It reaches <math><msup><mn>10</mn><mn>4</mn></msup></math> m, or <meter>60 %</meter> of "
            "the bay.",
            "It reaches 10⁴ m, or 60 % of the bay.",
        ),
        (
            "<label>The keeper</label> reads 2×10<span style='vertical-align: super'>5</span> m or "
            "<math><msqrt><mn>7</mn></msqrt></math> as <span class='line-through'>four</span> nine, "
            "<s role='deletion'>he</s> she “<q>knows</q>”.",
            "The keeper reads 2×10⁵ m or √7 as nine, she “knows”.",
        ),
        (
            "The keeper calls it <q>a <em>ruin</em></q> that costs 3<sup>1</sup>/<sub>4</sub> "
            "million a year.",
            "The keeper calls it “a ruin” that costs 3¼ million a year.",
        ),
        (
            "It used 5×10<sup>6</sup> l and much CO<sub>2</sub> in 1998<sup><a href='#n'>4</a></sup>, too.",
            "It used 5×10⁶ l and much CO₂ in 1998, too.",
        ),
        (
            "On Monday <del>four</del> <ins>five</ins> keepers <s>left</s> resigned in protest at the plan.",
            "On Monday five keepers resigned in protest at the plan.",
        ),
        (
            "The <ruby>灯台<rp>(</rp><rt>とうだい</rt><rp>)</rp></ruby> of Ostley is older than its harbour.",
            "The 灯台 of Ostley is older than its harbour.",
        ),
    ],
)
def test_a_sentence_is_read_as_the_page_shows_it(paragraph: str, text: str) -> None:
    assert read_first_paragraph(paragraph) == text


@pytest.mark.parametrize(
    ("language", "paragraph", "text"),
    [
        (
            "ja",
            "灯台は<time>火曜日</time>に再び点灯されると町長が述べた。",
            "灯台は火曜日に再び点灯されると町長が述べた。",
        ),
        ("zh", "灯塔将于<time>星期二</time>重新点亮，镇长这样说。", "灯塔将于星期二重新点亮，镇长这样说。"),
        ("th", "ประภาคารจะเปิดใน<time>วันอังคาร</time>นี้ตามที่นายกกล่าว", "ประภาคารจะเปิดในวันอังคารนี้ตามที่นายกกล่าว"),
        (
            "en",
            "It costs 3,<sup>49</sup> € to climb <span class='strike'>five</span> six floors.",
            "It costs 3,49 € to climb six floors.",
        ),
        (
            "en",
            "It is <math><mroot><mn>8</mn><mn>3</mn></mroot></math> m wide, or"
            " <math><msubsup><mi>b</mi><mn>1</mn><mn>2</mn></msubsup></math> at its foot.",
            "It is ³√8 m wide, or b₁² at its foot.",
        ),
    ],
)
def test_sentences_without_spaces_and_formulas_are_read_as_shown(
    language: str, paragraph: str, text: str
) -> None:
    assert read_first_paragraph(paragraph, language) == text


@pytest.mark.parametrize(
    ("hidden", "text"),
    [
        ("Hale's <a href='/r'>report<span class='sr-only'> (new window)</span></a>", "Hale's report"),
        ("Hale's report<span class='govuk-visually-hidden'>, external</span>", "Hale's report"),
        ("Hale's report<small class='screen-reader-text'> öffnet Fenster</small>", "Hale's report"),
        ("Hale's <span class='x1-VisuallyHidden e9'>外部の</span>report", "Hale's report"),
        ("Hale's <span class='not-sr-only'>new</span> report", "Hale's new report"),
        ("<span aria-hidden='true'>4</span><span class='sr-only'>Four</span> keepers", "Four keepers"),
        (
            "<span class='visually-hidden'>Four</span><span aria-hidden='true'>4</span> keepers",
            "Four keepers",
        ),
    ],
)
def test_text_for_screen_readers_only_is_left_out(hidden: str, text: str) -> None:
    rest = " put an end to the quarrel about the lamp, said the mayor."
    assert read_first_paragraph(hidden + rest) == text + rest


@pytest.mark.parametrize(
    "box", ["<div>{}</div>", "<blockquote>{}</blockquote>", "<p>{}</p>", "<ul><li>{}</ul>"]
)
@pytest.mark.parametrize(
    ("source", "text"),
    [
        (
            "The keeper of Ostley\nwrites down <b>every\n ship</b>\nand every storm.",
            "The keeper of Ostley writes down every ship and every storm.",
        ),
        ("Der Wärter schreibt\r\njedes Schiff auf.", "Der Wärter schreibt jedes Schiff auf."),
        ("Сторож пишет о каждом\n\tкорабле и шторме.", "Сторож пишет о каждом корабле и шторме."),
    ],
)
def test_a_line_end_in_the_source_is_a_space(box: str, source: str, text: str) -> None:
    body = f"<article>{REST}{box.format(source)}{REST}</article>"
    (article,) = extract_articles(f"<html><head><title>Lighthouse</title></head><body>{body}</body></html>")
    assert text in article.text.split("\n\n")


@pytest.mark.parametrize("tag", ["pre", "PRE", "Pre"])
def test_a_line_end_in_preformatted_text_stays(tag: str) -> None:
    verse = f"<{tag}>The lamp burns\nover the sea</{tag}>"
    body = f"<article>{REST}{verse}{REST}</article>"
    (article,) = extract_articles(f"<html><head><title>Lighthouse</title></head><body>{body}</body></html>")
    assert "The lamp burns over" not in article.text


def test_a_date_in_the_text_of_a_box_belongs_to_its_sentence() -> None:
    boxes = "".join(
        f"<div>The {number} keepers of Ostley vote on <time>Thursday</time>, on the lamp of the tower.</div>"
        for number in ("five", "six", "seven")
    )
    head = "<head><title>Keepers of Ostley vote</title></head>"
    html = f"<html>{head}<body><article>{boxes}</article></body></html>"
    (article,) = extract_articles(html)
    assert article.text.startswith("The five keepers of Ostley vote on Thursday, on the lamp")


@pytest.mark.parametrize(
    "byline",
    [
        "<p class='byline'><time>3 March 2026</time> Reading time: 4 minutes</p>",
        "<p><label>Your name</label></p>",
        "<div>Menu <button>Open <ul><li>News of the coast</li></ul></button> Search</div>",
    ],
)
def test_a_date_or_a_control_outside_of_sentences_is_left_out(byline: str) -> None:
    more = (
        "<p>The lighthouse was lit with oil for a century, and with gas until the harbour got its power.</p>"
    )
    body = f"<article>{byline}{REST}{more}</article>"
    (article,) = extract_articles(f"<html><head><title>Lighthouse</title></head><body>{body}</body></html>")
    assert not any(words in article.text for words in ("3 March", "Your name", "News of the coast"))


def test_a_quotation_has_the_marks_of_the_language_of_the_page() -> None:
    german = (
        "Der Wärter nennt das Haus <q>eine Ruine</q>, die jedes Jahr Millionen kostet und niemand braucht."
    )
    assert read_first_paragraph(german, "de").startswith("Der Wärter nennt das Haus „eine Ruine“, die")
    french = (
        "Le gardien parle d’<q>une ruine</q> qui coûte des millions chaque année, sans servir à personne."
    )
    assert read_first_paragraph(french, "fr").startswith("Le gardien parle d’« une ruine » qui")


@pytest.mark.parametrize(
    ("head", "heading", "title"),
    [
        # Words on two lines, in two blocks, in two inline elements
        ("<title>x</title>", "<h1>Mill of Holm<br>burns down</h1>", "Mill of Holm burns down"),
        (
            "<title>x</title>",
            "<h1><div>Mill of Holm</div><div>burns down</div></h1>",
            "Mill of Holm burns down",
        ),
        ("<title>x</title>", "<h1><span>Live:</span><span>Mill burns</span></h1>", "Live: Mill burns"),
        (
            "<title>x</title>",
            "<h1><span>Brand</span><span>Mühle in Holm zerstört</span></h1>",
            "Brand Mühle in Holm zerstört",
        ),
        # Two lines in a script without spaces, unless <title> has one sentence of them
        ("<title>岬の風車が落雷で全焼</title>", "<h1>岬の風車が<br>落雷で全焼</h1>", "岬の風車が落雷で全焼"),
        (
            "<title>海角风车，遭雷击烧毁_海角报</title>",
            "<h1><div>海角风车，</div><div>遭雷击烧毁</div></h1>",
            "海角风车，遭雷击烧毁",
        ),
        ("<title>x</title>", "<h1>岬の風車<br>落雷で全焼</h1>", "岬の風車 落雷で全焼"),
        (
            "<title>x</title>",
            "<h1><b>風車</b>が<ruby>全<rt>ぜん</rt>焼<rt>しょう</rt></ruby>した</h1>",
            "風車が全焼した",
        ),
        ("<title>x</title>", "<h1>海角的<em>风车</em>被<wbr>烧毁</h1>", "海角的风车被烧毁"),
        ("<title>x</title>", "<h1><span>速報</span><span>風車が全焼</span></h1>", "速報 風車が全焼"),
        # Not within a word
        ("<title>x</title>", "<h1><b>M</b>ill of Holm burns</h1>", "Mill of Holm burns"),
        ("<title>iMill burns | Post</title>", "<h1><i>i</i>Mill burns</h1>", "iMill burns"),
        ("<title>x</title>", "<h1>Miller: <q>No</q> to the plan</h1>", "Miller: “No” to the plan"),
        ("<title>x</title>", "<h1 lang='de'>Müller: <q>Nein</q></h1>", "Müller: „Nein“"),
        ("<title>x</title>", "<h1>Mill of 10<sup>6</sup> sacks<sup>1</sup></h1>", "Mill of 10⁶ sacks"),
        # The name of the site in place of the headline
        (
            '<title>Mill burns – Holm Post</title><meta property="og:title" content="Holm Post">'
            '<meta property="og:site_name" content="Holm Post">',
            "<h1>Mill burns</h1>",
            "Mill burns",
        ),
        (
            '<title>Mill burns | Holm Post</title><meta property="og:title" content="Holm Post">',
            "<h1>Mill burns</h1>",
            "Mill burns",
        ),
        (
            '<title>Mühle brennt - Holmer Bote</title><meta name="application-name" content="Holmer Bote">',
            "<h1>Holmer Bote</h1><h1>Mühle brennt</h1>",
            "Mühle brennt",
        ),
        (
            '<title>Le moulin brûle · Le Cap</title><script type="application/ld+json">{"@type": '
            '"NewsArticle",'
            '"headline": "Le Cap", "publisher": {"name": "Le Cap"}, "datePublished": "2026-01-01"}</script>',
            "<h1>Le moulin brûle</h1>",
            "Le moulin brûle",
        ),
        (
            "<title>Mühle brennt – Holmer Bote</title>",
            "<h1>Holmer Bote</h1><h2>Mühle brennt</h2>",
            "Mühle brennt",
        ),
        ("<title>Mill burns | Post</title>", "<h1><a href='/'>Post</a></h1><p>Mill burns</p>", "Mill burns"),
        (
            "<title>Le Cap</title>",
            "<h1><a href='//cap.fr/'>Le Cap</a></h1><h2>Moulin brûlé</h2>",
            "Moulin brûlé",
        ),
        ("<title>Holm Post: Mill burns</title>", "<h1>Holm Post</h1><h2>Mill burns</h2>", "Mill burns"),
        (
            "<title>Holm Post » Archive » Mill of Holm burns</title>",
            "<h1>Holm Post</h1><h2>Mill of Holm burns</h2>",
            "Mill of Holm burns",
        ),
        (
            "<title>Mill of Holm burns | Holm Post</title>",
            "<h1>News</h1><h2>Mill of Holm burns</h2>",
            "Mill of Holm burns",
        ),
        (
            "<title>Le moulin de Holm brûle | Le Cap</title>",
            "<h1>Le Cap</h1><div><h3>Le moulin de Holm brûle</h3></div>",
            "Le moulin de Holm brûle",
        ),
        (
            '<title>Mühle von Holm brennt</title><meta property="og:title" content="Der Bote">',
            "<h1>Mühle von Holm brennt</h1>",
            "Mühle von Holm brennt",
        ),
        # The name of the site with its motto
        (
            '<title>Mill burns</title><meta property="og:title" content="Holm Post – all of the coast">'
            '<meta property="og:site_name" content="Holm Post">',
            "<h1>Holm Post</h1><h1>Mill burns</h1>",
            "Mill burns",
        ),
        (
            "<title>Мельница сгорела | Вестник</title>"
            '<meta property="og:title" content="Вестник: новости мыса">'
            '<meta property="og:site_name" content="Вестник">',
            "<h1>Мельница сгорела</h1>",
            "Мельница сгорела",
        ),
        (
            '<title>風車が全焼｜岬新聞</title><meta property="og:title" content="岬新聞 | 海辺の毎日">'
            '<meta property="og:site_name" content="岬新聞">',
            "<h1>風車が全焼</h1>",
            "風車が全焼",
        ),
        (
            '<title>Le Cap</title><meta property="og:title" content="Le Cap">',
            "<div itemprop='headline'>Le moulin brûle</div>",
            "Le moulin brûle",
        ),
        ('<meta name="twitter:title" content="Mill burns">', "", "Mill burns"),
        # What is in a heading and no part of it
        ("<title>x</title>", "<h1>Mill burns <button>Share</button></h1>", "Mill burns"),
        ("<title>x</title>", "<h1>Mill burns<a href='#mill'>¶</a></h1>", "Mill burns"),
        (
            "<title>x</title>",
            "<h1><span>Mill of Holm</span><span>burns for days</span></h1>",
            "Mill of Holm burns for days",
        ),
        # Entities that were escaped twice
        ("<title>x</title>", "<h1>Mill&amp;rsquo;s cap &amp;amp; sails</h1>", "Mill’s cap & sails"),
        (
            '<title>Mill&amp;#8217;s cap &amp;amp; sails | Post</title><meta property="og:title" '
            'content="Mill&amp;#8217;s cap &amp;amp; sails">',
            "<h1>Mill’s cap &amp; sails</h1>",
            "Mill’s cap & sails",
        ),
        ("<title>M&amp;uuml;hle &amp;quot;Alt&amp;quot; brennt</title>", "", 'Mühle "Alt" brennt'),
        ("<title>Le moulin de l&amp;amp;#39;Ain</title>", "", "Le moulin de l'Ain"),
        ("<title>Brot &amp;amp; Butter</title>", "", "Brot & Butter"),
        ("<title>Mill &amp;ndash; sold for 5 &amp;euro;</title>", "", "Mill – sold for 5 €"),
        ("<title>&amp;laquo;Мельница&amp;raquo; сгорела&amp;#8230;</title>", "", "«Мельница» сгорела…"),
        # Struck out, or for screen readers only
        (
            "<title>x</title>",
            "<h1>Mill burns <span class='line-through'>two</span> nine days</h1>",
            "Mill burns nine days",
        ),
        (
            "<title>x</title>",
            "<h1><span style='text-decoration:line-through'>Zwei</span> Neun Tage Feuer</h1>",
            "Neun Tage Feuer",
        ),
        (
            "<title>x</title>",
            "<h1><span class='visually-hidden'>Article:</span> Mill burns</h1>",
            "Mill burns",
        ),
        # Sections behind signs without spaces
        (
            "<title>水车小屋周日烧毁-新闻频道-海角日报</title>",
            "<h1>水车小屋周日烧毁</h1>",
            "水车小屋周日烧毁",
        ),
        ("<title>물레방아가 탔다_지역_곶일보</title>", "<h1>물레방아가 탔다</h1>", "물레방아가 탔다"),
        ("<title>x</title><meta property='og:title' content='Pain &amp;amp; sel'>", "", "Pain & sel"),
        # Unless the page is about them
        (
            "<title>Write &amp;amp;amp; in HTML</title>",
            "<h1>Write &amp;amp; in HTML</h1>",
            "Write &amp; in HTML",
        ),
    ],
)
def test_the_headline_is_the_one_that_the_page_shows(head: str, heading: str, title: str) -> None:
    html = f"<html><head>{head}</head><body><article>{heading}{REST}</article></body></html>"
    (article,) = extract_articles(html)
    assert article.title == title


LISTS = {
    "ul": "<ul><li>The lamp is replaced in May.</li><li>The stairs follow in June, if they are paid "
    "for.</li></ul>",
    "ol": "<ol><li><p>The lamp is replaced in May.</p></li><li>The stairs follow in June, if they "
    "are paid for.</li></ol>",
    "dl": "<dl><dt>The lamp is replaced in May.</dt><dd>The stairs follow in June, if they are paid "
    "for.</dd></dl>",
    "nested": "<ul><li>The lamp is replaced in May.<ol><li>The stairs follow in June, if they are paid "
    "for.</li></ol></li></ul>",
}


@pytest.mark.parametrize("markup", LISTS.values(), ids=LISTS)
@pytest.mark.parametrize("place", ["between", "after a colon"])
def test_the_items_of_a_list_belong_to_the_text_of_a_bare_page(markup: str, place: str) -> None:
    lead = "<p>The town of Ostley has a plan for its old lighthouse, and it has the following parts:</p>"
    body = f"{lead}{markup}{REST}" if place == "between" else f"{REST}{lead}{markup}"
    html = (
        f"<html><head><title>Plan of Ostley</title></head><body><div><h1>Plan of "
        f"Ostley</h1>{body}</div></body></html>"
    )
    (article,) = extract_articles(html)
    paragraphs = article.text.split("\n\n")
    start = next(place for place, text in enumerate(paragraphs) if text.endswith(":"))
    assert paragraphs[start + 1 : start + 3] == [
        "The lamp is replaced in May.",
        "The stairs follow in June, if they are paid for.",
    ]
    assert len(paragraphs) == 5


@pytest.mark.parametrize("box", ["article", "div"])
@pytest.mark.parametrize(
    ("markup", "items"),
    [
        (
            "<ul><li>The lamp.<ul><li>The stairs.<ul><li>The door.</ul></ul></ul>",
            ["The lamp.", "The stairs.", "The door."],
        ),
        (
            "<ol><li>Die Lampe.<ul><li>Die Treppe.</ul> Bald.<li>Das Tor.</ol>",
            ["Die Lampe. Bald.", "Die Treppe.", "Das Tor."],
        ),
        (
            "<ul><li><p>La lampe.</p><ul><li><p>L’escalier.</p></ul><li>La porte.</ul>",
            ["La lampe.", "L’escalier.", "La porte."],
        ),
        ("<ul><li><div>灯台。</div><div>階段。</div><li><p>扉。</p></ul>", ["灯台。 階段。", "扉。"]),
    ],
)
def test_the_items_of_lists_in_lists_are_read_once_and_in_order(
    box: str, markup: str, items: list[str]
) -> None:
    lead = "<p>This will be mended before the storms of autumn come to the rock:</p>"
    end = "<p>The council votes on the plan in March, and pays for it with the money of the harbour.</p>"
    body = f"<{box}>{REST}{lead}{markup}{end}</{box}>"
    html = (
        f"<html><head><title>Plan of Ostley</title></head><body><h1>Plan of Ostley</h1>{body}</body></html>"
    )
    (article,) = extract_articles(html)
    assert article.text.split("\n\n")[3:-1] == items


@pytest.mark.parametrize("box", ["{}", "<div>{}</div>"])
@pytest.mark.parametrize("tag", ["ul", "ol", "menu"])
def test_a_list_in_a_box_of_its_own_belongs_to_the_text(tag: str, box: str) -> None:
    items = f"<{tag} class='list'><li>The lamp room needs nine panes.</li><li>The stairs rust.</li></{tag}>"
    before, after = REST.split("</p>")[:2]
    lead = "<p>The council lists what has to be mended this year, before the storms of autumn come:</p>"
    body = f"<h1>Lighthouse of Ostley</h1>{before}</p>{lead}{box.format(items)}{after}</p>"
    (article,) = extract_articles(
        f"<html><head><title>Lighthouse of Ostley</title></head><body>{body}</body>"
    )
    lines = article.text.split("\n\n")
    assert lines[2:4] == ["The lamp room needs nine panes.", "The stairs rust."]


@pytest.mark.parametrize(
    "links",
    [
        "<ul><li><a href='/a'>The harbour of Holm closes</a></li><li><a href='/b'>Mill burns</a></li></ul>",
        "<ul><li><img src='a.jpg'>The harbour of Holm at night</li><li><img src='b.jpg'>A mill</li></ul>",
    ],
)
def test_a_list_of_links_or_pictures_does_not_belong_to_the_text(links: str) -> None:
    html = (
        f"<html><head><title>Lighthouse</title></head><body><div><h1>Lighthouse</h1>{REST}{links}"
        f"<p>End of the lighthouse report from Ostley on Monday evening.</p></div></body></html>"
    )
    (article,) = extract_articles(html)
    assert "harbour of Holm" not in article.text


BARE = (
    "<p>Flames were seen from the coast on Monday night after lightning struck an old wooden tower.</p>"
    "<p>Nobody was hurt, and the owner says that he will build it again in spring.</p>"
    "<p>Twenty men fought the fire for three hours, and a second crew came by boat.</p>"
)


@pytest.mark.parametrize("title", ["Holm windmill destroyed", "Windmühle zerstört", ""])
def test_a_page_of_bare_paragraphs_is_an_article(title: str) -> None:
    (article,) = extract_articles(f"<html><head><title>{title}</title></head><body>{BARE}</body></html>")
    assert article.text.count("\n\n") == 2


def test_a_page_that_asks_for_a_click_must_mention_its_title() -> None:
    page = (
        f"<html><head><title>Holm windmill "
        f"destroyed</title></head><body>{BARE}<button>Accept</button></body></html>"
    )
    assert extract_articles(page) == ()


def test_a_headline_in_several_lines_is_no_paragraph() -> None:
    html = (
        "<html><head><title>Lighthouse</title></head><body><article>"
        f"<h1>Lighthouse <small>of Ostley</small><br/>is dark<br>again</h1>{REST}</article></body></html>"
    )
    (article,) = extract_articles(html)
    assert article.title == "Lighthouse of Ostley is dark again"
    assert article.text.startswith("The old lighthouse of Ostley stands")
