"""Inline elements of HTML as plain text: superscripts, fractions, quotations, struck-out text, formulas."""

from __future__ import annotations

import pytest

from digest.text import html_to_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        # Exponents, units, formulas
        ("The lake holds 4×10<sup>9</sup> l of water.", "The lake holds 4×10⁹ l of water."),
        ("Etwa 7 · 10<sup>−3</sup> mm auf 12 km<sup>2</sup>.", "Etwa 7 · 10⁻³ mm auf 12 km²."),
        ("E = mc<sup>2</sup>, a<sup>n</sup> + 2<sup>10</sup>", "E = mc², aⁿ + 2¹⁰"),
        ("CO<sub>2</sub> und H<sub>2</sub>SO<sub>4</sub>", "CO₂ und H₂SO₄"),
        ("Ca<sup>2+</sup>, <sup>14</sup>C, x<sub>max</sub>", "Ca²⁺, ¹⁴C, xₘₐₓ"),
        ("PM<sub>2.5</sub> und PM<sub>2,5</sub>, not PM<sub>10</sub>", "PM2.5 und PM2,5, not PM₁₀"),
        # Ordinals and abbreviations
        ("le 2<sup>e</sup> tour, M<sup>me</sup> Roy", "le 2e tour, Mme Roy"),
        ("am 3<sup>ten</sup> Tag im 20<sup>sten</sup> Jahr", "am 3ten Tag im 20sten Jahr"),
        ("ο 3<sup>ος</sup> γύρος, η 2<sup>η</sup> φορά", "ο 3ος γύρος, η 2η φορά"),
        ("3<sup>-й</sup> раз, 5<sup>го</sup> мая", "3-й раз, 5го мая"),
        ("S<sup>t</sup> Bride and M<sup>r</sup> Roy", "St Bride and Mr Roy"),
        ("the 1<sup>st</sup> and the 22<sup>nd</sup>", "the 1st and the 22nd"),
        ("la 5<sup>a</sup> vuelta, n<sup>o</sup> 7, Acme<sup>TM</sup>", "la 5a vuelta, nº 7, Acme™"),
        ("le D<sup>r</sup> Roy au XVI<sup>e</sup> siècle", "le Dr Roy au XVIe siècle"),
        # Signs of their own, degrees, hours
        ("7<sup>.</sup> Juni, 12°40<sup>′</sup>, 21<sup>°</sup>C", "7. Juni, 12°40′, 21°C"),
        ("21<sup>o</sup>C or 21 <sup>0</sup>C or 70<sup>o</sup>F", "21°C or 21 °C or 70°F"),
        ("in 2<sup>h</sup>15 or 2<sup>h</sup>15<sup>min</sup>", "in 2h15 or 2h15min"),
        ("NO<sub>3</sub><sup>−</sup>, PO<sub>4</sub><sup>3−</sup>", "NO₃⁻, PO₄³⁻"),
        (
            "重さは10<sup>7</sup>だ。 Около 10<sup>7</sup> л на 4 hm<sup>2</sup>",
            "重さは10⁷だ。 Около 10⁷ л на 4 hm²",
        ),
        # Styles
        (
            "2×10<span style='vertical-align: super'>5</span> m, CO<font style='vertical-align:sub'>2</font>",
            "2×10⁵ m, CO₂",
        ),
        # Fractions
        ("costs 2<sup>1</sup>/<sub>2</sub> crowns", "costs 2½ crowns"),
        ("250<sup>3</sup>&frasl;<sub>4</sub> m, <sup>1</sup>/<sub>3</sub> cup", "250¾ m, ⅓ cup"),
        ("a bolt of 5<sup>7</sup>/<sub>16</sub> inches", "a bolt of 5 7/16 inches"),
        # Marks of notes
        ("grain of 1998<sup><a href='#f3'>3</a></sup> and", "grain of 1998 and"),
        ("the dike<sup>4</sup> of Ostley.<sup>5</sup> Then", "the dike of Ostley. Then"),
        (
            "the dike<sup>[4]</sup>, the sea<sup>*</sup>, 5,000<sup>2</sup> men",
            "the dike, the sea, 5,000 men",
        ),
        ("10<sup class='footnote-ref'>1</sup> men, Hale<sup>1, 2</sup>", "10 men, Hale"),
        ("in 1998<a href='#n4'><sup>4</sup></a> on <a href='/b'>5 km<sup>2</sup></a>", "in 1998 on 5 km²"),
        ("the dike<sup>*)</sup> of Hale<sup>2)</sup> and Roy<sup>†</sup>", "the dike of Hale and Roy"),
        # Small print
        ("Offer <sup>new for you</sup> <sub>Photo: N. Quist</sub>", "Offer new for you Photo: N. Quist"),
        ("empty<sup></sup><sub></sub> ones", "empty ones"),
    ],
)
def test_superscripts_and_subscripts_keep_their_meaning(html: str, text: str) -> None:
    assert html_to_text(f"<p>{html}</p>") == text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "She said “we ‘must’ go” twice."),
        ("de", "She said „we ‚must‘ go“ twice."),
        ("fr", "She said « we “must” go » twice."),
        ("pl", "She said „we ‚must’ go” twice."),
        ("ja", "She said 「we 『must』 go」 twice."),
        ("", "She said “we ‘must’ go” twice."),
    ],
)
def test_a_quotation_gets_the_marks_of_its_language(language: str, text: str) -> None:
    assert html_to_text("<p>She said <q>we <q>must</q> go</q> twice.</p>", language) == text


@pytest.mark.parametrize("marks", ["“”", "«»", "„“", '""', "「」"])
def test_a_quotation_between_marks_gets_no_others(marks: str) -> None:
    quotation = f"{marks[0]}<q>we must go</q>{marks[1]}"
    assert (
        html_to_text(f"<p>She said {quotation} twice.</p>")
        == f"She said {marks[0]}we must go{marks[1]} twice."
    )


def test_a_quotation_with_marks_of_its_own_gets_no_others() -> None:
    assert html_to_text("<p>Er rief <q>„Halt“</q> und <q>in 2019<sup>2</sup></q>.</p>") == (
        "Er rief „Halt“ und “in 2019”."
    )


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>About <del>ten</del> <ins>twelve</ins> boats sank.</p>", "About twelve boats sank."),
        ("<p>Etwa <s>zehn</s> zwölf Boote.</p><p><strike>Alt.</strike></p>", "Etwa zwölf Boote."),
        ('<p>Environ <span style="text-decoration: line-through">dix</span> douze.</p>', "Environ douze."),
        ("<p>What<s> </s>sank, where <del>it </del>was?</p>", "What sank, where was?"),
        ("<del><p>All of it is gone.</p></del><p>This stays.</p>", "This stays."),
    ],
)
def test_struck_out_text_is_left_out_and_its_replacement_stays(html: str, text: str) -> None:
    assert html_to_text(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (
            "<p>It opens on <time datetime='2026-06-09'>Tuesday</time>, with <output>nine</output> "
            "gates.</p>",
            "It opens on Tuesday, with nine gates.",
        ),
        (
            "<p>Der Speicher ist zu <meter value='0.6'>60 %</meter> voll, sagt <abbr>Dr.</abbr> "
            "<bdi>Krug</bdi>.</p>",
            "Der Speicher ist zu 60 % voll, sagt Dr. Krug.",
        ),
        (
            "<p>Press <button>Start</button> to sail. "
            "<button>Share</button></p><button>Menu</button><p>End.</p>",
            "Press Start to sail.\n\nEnd.",
        ),
        (
            "<p>So <math><msup><mi>x</mi><mn>3</mn></msup><mo>=</mo><mfrac><mn>1</mn><mn>8</mn>"
            "</mfrac></math>.</p>",
            "So x³=1/8.",
        ),
        (
            "<p>So <math><semantics><mi>y</mi><annotation "
            "encoding='TeX'>\\y</annotation></semantics></math>.</p>",
            "So y.",
        ),
        ("<p><ruby>港<rp>(</rp><rt>みなと</rt><rp>)</rp></ruby>が閉じた。</p>", "港が閉じた。"),
        ("<p>a<sup><p>b</p></sup>c <q>d", "a\n\nb\n\nc “d”"),
    ],
)
def test_inline_elements_are_text(html: str, text: str) -> None:
    assert html_to_text(html) == text


@pytest.mark.parametrize(
    "attributes",
    [
        "style='TEXT-DECORATION: LINE-THROUGH'",
        "style='text-decoration-line: underline line-through'",
        "class='px-1 line-through'",
        "class='strikethrough'",
        "class='text-decoration-line-through'",
        "class='old strike'",
        "class='struck'",
        "role='deletion'",
    ],
)
def test_text_that_a_style_strikes_out_is_left_out(attributes: str) -> None:
    html = f"<p>The dike cost <span {attributes}>four</span> seven crowns.</p>"
    assert html_to_text(html).split() == ["The", "dike", "cost", "seven", "crowns."]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (
            "The <a href='/r'>report<span class='sr-only'> (opens in a new tab)</span></a> is out.",
            "The report is out.",
        ),
        ("Der Bericht<span class='visuallyhidden'> (extern)</span> liegt vor.", "Der Bericht liegt vor."),
        ("Le rapport<span class='screen-reader-text'>, externe</span> est là.", "Le rapport est là."),
        ("The <span class='not-sr-only'>long</span> report", "The long report"),
        ("The <span class='hidden-gem'>old</span> mill", "The old mill"),
        ("<b aria-hidden='true'>5</b><b class='sr-only'>five</b> mills", "five mills"),
        ("<b class='sr-only'>five</b><b aria-hidden='true'>5</b> mills", "5 mills"),
        ("<b aria-hidden='true'>★</b> <b aria-hidden='true'>★</b> mills", "mills"),
    ],
)
def test_text_for_screen_readers_is_left_out_unless_it_stands_for_what_is_shown(html: str, text: str) -> None:
    assert html_to_text(html) == text


def test_a_root_of_a_formula_is_written_with_its_sign() -> None:
    first, second = "<mn>7</mn>", "<mi>x</mi><mo>+</mo><mn>1</mn>"
    html = f"a <math><msqrt>{first}</msqrt></math> and <math><msqrt>{second}</msqrt></math>"
    assert html_to_text(html) == "a √7 and √(x+1)"


def test_the_class_of_an_article_about_a_strike_strikes_nothing_out() -> None:
    html = "<div class='post tag-strike strike-law street'><p>The miners stay at home.</p></div>"
    assert html_to_text(html) == "The miners stay at home."


X, ONE, TWO = "<mi>x</mi>", "<mn>1</mn>", "<mn>2</mn>"
FORMULAS = [
    (f"<msubsup>{X}{ONE}{TWO}</msubsup>", "x₁²"),
    (f"<mfrac><mrow><mi>a</mi><mo>+</mo>{ONE}</mrow>{TWO}</mfrac>", "(a+1)/2"),
    (f"<mroot><mn>8</mn>{TWO}</mroot>", "²√8"),
    (f"<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo>{ONE}</mrow><mi>n</mi></munderover>{X}", "∑ᵢ₌₁ⁿx"),
    (f"<mover>{X}<mo>¯</mo></mover>", "x¯"),
    (f"<munder><mi>lim</mi>{X}</munder>", "limₓ"),
    ("<mmultiscripts><mi>C</mi><mprescripts/><mn>6</mn><mn>14</mn></mmultiscripts>", "¹⁴₆C"),
    (f"<mmultiscripts>{X}{ONE}{TWO}</mmultiscripts>", "x₁²"),
    (f"<msup>{X}{ONE}{TWO}</msup>", "x12"),
]


@pytest.mark.parametrize(("formula", "text"), FORMULAS)
def test_the_place_of_a_part_of_a_formula_is_written(formula: str, text: str) -> None:
    assert html_to_text(f"<p>So <math>{formula}</math> it is.</p>") == f"So {text} it is."


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("Das Brot kostet 3,<sup>49</sup> € im Markt.", "Das Brot kostet 3,49 € im Markt."),
        ("Le pain coûte 3<sup>,49</sup> € au marché.", "Le pain coûte 3,49 € au marché."),
        ("The bread is $3<sup>.49</sup> or £3.<sup>49</sup> now.", "The bread is $3.49 or £3.49 now."),
        ("Pay $19<sup>99</sup> or €5<sup>50</sup>.", "Pay $19.99 or €5.50."),
        ("Brot: 19<sup>99</sup>&nbsp;€; Staat: 10<sup>12</sup> €.", "Brot: 19,99 €; Staat: 10¹² €."),
        ("Built in 2019,<sup>12</sup> it is new.", "Built in 2019, it is new."),
        ("橋は古い<sup>［1］</sup>と言う。", "橋は古いと言う。"),
        (
            "It is old<sup><a href='#1'>1</a></sup><sup>,</sup><sup><a href='#2'>2</a></sup> now.",
            "It is old now.",
        ),
        ("It is <progress max='9' value='6'>6 of 9</progress> parts full.", "It is 6 of 9 parts full."),
    ],
)
def test_cents_stay_and_marks_of_notes_do_not(html: str, text: str) -> None:
    assert html_to_text(f"<p>{html}</p>") == text
