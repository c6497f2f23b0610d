"""The keywords of a story."""

from __future__ import annotations

import pytest

from digest.summarizers import Candidate
from digest.summarizers.keywords import find_keywords


def keywords(*texts: str, title: str = "", language: str = "en") -> tuple[str, ...]:
    """The keywords of one sentence from each source, even if they are few."""
    return find_keywords(
        [
            Candidate(text, number, 0, f"Outlet {number}", title, language)
            for number, text in enumerate(texts)
        ],
        at_least=1,
    )


def test_names_used_by_several_sources_come_first_as_they_are_written() -> None:
    found = keywords(
        "A barge struck the swing bridge at Port Ellis, said Nora Quist.",
        "The swing bridge at Port Ellis stays shut, baker Quist was told on Monday.",
        "Divers went down at Port Ellis on Monday.",
        title="Barge jams a swing bridge",
    )
    assert found == ("Port Ellis", "Nora Quist", "swing bridge")


def test_a_short_name_counts_for_the_long_one_and_no_two_keywords_share_a_word() -> None:
    found = keywords("When Nora Quist came, Quist spoke.", "Today Quist left with Olaf Quist and Nora Quist.")
    assert found == ("Nora Quist",)


@pytest.mark.parametrize(
    ("name", "texts", "language"),
    [
        ("Ben", ("Today the storm Ben hit the harbor.", "Nobody saw Ben, they said."), "en"),
        ("Van", ("Today the lake Van froze over.", "Nobody swam in Van, they said."), "en"),
        ("Ben", ("Gestern kam Ben zu uns.", "Niemand sah Ben, hieß es."), "de"),
        ("Ben", ("Hier, la tempête Ben a frappé.", "Personne ne voyait Ben, dit-on."), "fr"),
    ],
)
def test_a_particle_may_be_a_name_by_itself(name: str, texts: tuple[str, ...], language: str) -> None:
    assert keywords(*texts, language=language) == (name,)


def test_a_genitive_ends_a_name_and_an_ampersand_does_not() -> None:
    texts = ("Then Nora Quist’s Orchard Party lost.", "Later Nora Quist left the Orchard Party.")
    assert keywords(*texts) == ("Nora Quist", "Orchard Party")
    assert keywords("Then Crumb & Hollis sold it.", "Nobody at Crumb & Hollis knew.") == ("Crumb & Hollis",)


def test_sentence_starts_weekdays_and_titles_are_not_names() -> None:
    assert keywords("Bakers met on Monday in March.", "Bakers asked Mr Brandt in March on Monday.") == ()


def test_words_that_are_not_a_name_must_occur_in_a_headline() -> None:
    texts = ("The night ferry was late again.", "Again the night ferry was full.")
    assert keywords(*texts, title="Night ferry breaks down") == ("night ferry",)
    assert keywords(*texts) == ()


def test_a_single_word_that_is_not_a_name_is_none_except_in_scripts_without_capitals() -> None:
    assert keywords("There the ferry is late.", "Again the ferry is full.", title="Ferry breaks down") == ()
    hebrew = ("אתמול המעבורת איחרה.", "עכשיו המעבורת מלאה.")
    assert keywords(*hebrew, title="המעבורת איחרה", language="he") == ("המעבורת",)


@pytest.mark.parametrize(
    ("language", "texts", "expected"),
    [
        ("en", ("Ships left the Strait of Lorn.", "Now the Strait of Lorn is shut."), ("Strait of Lorn",)),
        ("en", ("Then Nora von der Quist left.", "Soon von der Quist spoke."), ("Nora von der Quist",)),
        ("en", ("Fans of Nora Quist sang.", "Then Nora Quist left."), ("Nora Quist",)),
        ("es", ("Luego el Banco de Lorna cerró.", "Ayer el Banco de Lorna abrió."), ("Banco de Lorna",)),
        ("nl", ("Gisteren sprak Nora van den Quist.", "Toen ging Quist weg."), ("Nora van den Quist",)),
        ("de", ("Gestern sprach Nora von der Quist.", "Dann ging Quist."), ("Nora von der Quist",)),
        ("de", ("Gestern kamen Leute von Quist.", "Heute kamen Leute von Quist."), ("Leute", "Quist")),
    ],
)
def test_particles_belong_to_names(language: str, texts: tuple[str, ...], expected: tuple[str, ...]) -> None:
    assert keywords(*texts, language=language) == expected


@pytest.mark.parametrize(
    ("first", "second"),
    [("Lorna", "Lornian"), ("Crete", "Cretan"), ("Norden", "Nordener"), ("Clásico", "Clasico")],
)
def test_of_the_forms_of_a_name_only_one_is_a_keyword(first: str, second: str) -> None:
    text = f"Then {first} and the {second} fleet met."
    assert len(keywords(text, text)) == 1


def test_the_last_word_of_a_cut_text_is_not_a_name() -> None:
    assert keywords("Then came the Harbour Offi…", "Soon came the Harbour Offi") == ("Harbour",)
    assert keywords("Then came the Harbour Office.", "Soon came the Harbour Office!") == ("Harbour Office",)


def test_fewer_than_three_keywords_are_none() -> None:
    pair = [
        Candidate("Then Quist met Brandt.", number, 0, f"Outlet {number}", language="en") for number in (0, 1)
    ]
    assert find_keywords(pair) == ()
    assert find_keywords(pair, at_least=2) == ("Brandt", "Quist")


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (None, ("Brandt", "Nora Quist", "Port Ellis")),
        (("Quist wins at Port Ellis", "She beat Brandt."), ("Brandt", "Nora Quist", "Port Ellis")),
        (("Quist wins at Port Ellis", "Nobody else ran."), ("Nora Quist", "Port Ellis")),
        (("Mayor wins",), ()),
    ],
)
def test_what_the_page_does_not_mention_is_no_keyword(
    shown: tuple[str, ...] | None, expected: tuple[str, ...]
) -> None:
    text = "Then Nora Quist met Brandt in Port Ellis."
    candidates = [Candidate(text, number, 0, f"Outlet {number}", language="en") for number in (0, 1)]
    assert find_keywords(candidates, at_least=1, shown=shown) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Then the Ostmere Water Board met, and OWB pumps ran.", "Ostmere Water Board"),
        ("Then Saint-Aubin Port met, and SAP pumps ran.", "Saint-Aubin Port"),
        ("Then Lorna spoke, and the Lorna-Dorrow truce held.", "Lorna"),
    ],
)
def test_an_abbreviation_or_a_pair_is_no_second_keyword(text: str, expected: str) -> None:
    assert keywords(text, text) == (expected,)


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("La Marea", "en"), ("Xi Tarn", "en"), ("Bo Quist", "de"), ("El Faro", "de"), ("Xi Tarn", "fr"),
        ("Си Тарнов", "ru"), ("Лі Тарн", "uk"), ("Σι Ταρν", "el"), ("Vũ Tarn", "vi"), ("Hồ Tarn", "vi"),
    ],
)  # fmt: skip
def test_two_letters_may_begin_a_name(name: str, language: str) -> None:
    texts = {
        "en": "Then came {}.", "de": "Gestern kam {}.", "fr": "Hier vint {}.", "ru": "Вчера пришёл {}.",
        "uk": "Вчора прийшов {}.", "el": "Χθες ήρθε ο {}.", "vi": "Hôm qua có {}.",
    }  # fmt: skip
    assert keywords(*(texts[language].format(name),) * 2, language=language) == (name,)


def test_a_cry_is_no_name() -> None:
    assert keywords("Soon Quist called it TOTALLY ABSURD again.", "Then Quist wrote TOTALLY ABSURD.") == (
        "Quist",
    )


@pytest.mark.parametrize(
    ("language", "texts", "expected"),
    [
        ("fr", ("Hier soir Marine Le Pass a quitté l’Élysée.", "Selon Le Pass, elle ira à l’Élysée."),
         ("Marine Le Pass", "Élysée")),
        ("de", ("Gestern sank in Ellis die Fähre.", "Die alte Fähre lag vor Ellis."), ("Ellis", "Fähre")),
        ("ru", ("Вчера Нора Квист была в порту.", "Там Нора Квист молчала."), ("Нора Квист",)),
        ("zh", ("市政府宣布旧桥将关闭。", "旧桥将关闭，市政府说。"), ()),
    ],
)  # fmt: skip
def test_keywords_in_other_languages(
    language: str, texts: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    assert keywords(*texts, language=language) == expected


def test_there_are_at_most_five_keywords() -> None:
    names = "Brandt, Crumb, Hollis, Quist, Tarn and Voss"
    five = ("Brandt", "Crumb", "Hollis", "Quist", "Tarn")
    assert keywords(f"Soon came {names}.", f"Then left {names}.") == five


@pytest.mark.parametrize(("position", "is_found"), [(6, True), (10, False)])
def test_sentences_far_down_in_an_article_do_not_count(position: int, is_found: bool) -> None:
    candidates = [Candidate("Then Quist left.", 0, place, "Post", language="en") for place in (0, position)]
    assert bool(find_keywords(candidates, at_least=1)) == is_found


@pytest.mark.parametrize(
    ("texts", "first"),
    [
        # twice as frequent
        (("Then Quist shut a swing bridge, a swing bridge.",) * 2, "Quist"),
        # used by a third source, too
        (("Then Quist shut a swing bridge.",) * 2 + ("There is a swing bridge.",), "swing bridge"),
    ],
)
def test_a_name_outranks_a_pair_of_words_unless_more_sources_use_the_pair(
    texts: tuple[str, ...], first: str
) -> None:
    assert keywords(*texts, title="Swing bridge shut")[0] == first


@pytest.mark.parametrize(("times", "first"), [(8, "Quist"), (20, "Brandt")])
def test_a_name_in_two_sources_outranks_one_repeated_by_a_single_source_up_to_a_point(
    times: int, first: str
) -> None:
    assert keywords("Then Quist left.", "Soon Quist left" + ", then Brandt" * times)[0] == first


def test_plain_words_of_three_letters_and_titles_of_two_are_not_keywords() -> None:
    texts = ("There the old quay and the dam wall are dark.", "Again the old quay and the dam wall are dark.")
    assert keywords(*texts, title="Old quay and dam wall") == ()
    assert keywords("Then Mr Lee left.", "Soon Mr Lee left.") == ("Lee",)


def test_a_name_has_at_most_four_words() -> None:
    assert keywords(*["So said Port Ellis Harbour Office."] * 2) == ("Port Ellis Harbour Office",)
    assert keywords(*["So said Port Ellis Lower Harbour Office."] * 2) == ()


@pytest.mark.parametrize(("times", "expected"), [(5, "Nora Quist"), (8, "Quist")])
def test_a_short_name_much_more_frequent_than_the_long_one_is_kept(times: int, expected: str) -> None:
    assert keywords("Then Nora Quist left, Nora Quist spoke" + ", then Quist" * times) == (expected,)


def read(*articles: tuple[str, str], language: str = "en") -> tuple[str, ...]:
    """The keywords of articles of several outlets, each with its headline, even if they are few."""
    return find_keywords(
        [
            Candidate(text, number, 0, f"Outlet {number}", title, language)
            for number, (title, text) in enumerate(articles)
        ],
        at_least=1,
    )


def test_a_keyword_is_in_two_fifths_of_the_articles() -> None:
    quay = "Then the Ostmere Quay was shut by Nora Quist."
    assert keywords(quay, quay, "Then the Ostmere Quay was dark.") == ("Ostmere Quay", "Nora Quist")
    others = ("There the Ostmere Quay was dark.", "Soon the Ostmere Quay was wet.", "Ostmere Quay, now dry.")
    assert keywords(quay, quay, *others) == ("Ostmere Quay", "Nora Quist")
    assert keywords(quay, quay, *others, others[1]) == ("Ostmere Quay",)
    assert keywords("Ayer Nora Quist cantó, Nora Quist.", "Ayer llovió.", "Hoy llovió.", language="es") == ()


@pytest.mark.parametrize(
    ("language", "titles", "expected"),
    [
        ("en", ("Storm sinks ferry off Ostmere", "Ferry sinks near Ostmere"), ("Ostmere",)),
        (
            "en",
            (
                "Storm: Ferry of Ostmere Lines sinks after hours in heavy seas",
                "Why does Ostmere Lines sail in storms",
            ),
            ("Ostmere Lines",),
        ),
        ("fr", ("Tempête : un ferry coule devant Ostmère", "Le ferry d’Ostmère a coulé"), ("Ostmère",)),
        ("pl", ("Prom zatonął koło Ostmere", "Burza i prom: Ostmere czeka"), ()),
        ("en", ("Storm Sinks Ferry Off Ostmere", "Ferry Sinks Near Ostmere"), ()),
        ("de", ("Sturm versenkt Fähre vor Ostmere", "Fähre vor Ostmere gesunken"), ()),
    ],
)
def test_names_in_headlines_count_where_capitals_show_them(
    language: str, titles: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    assert read(*((title, "…") for title in titles), language=language) == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("Then Mayor Nora Quist spoke.", "The mayor was late. Then Quist sang to Nora Quist.", "Nora Quist"),
        ("Then Mayor Nora Quist spoke.", "Later Mayor Nora Quist sang.", "Mayor Nora Quist"),
        ("Then Ostmere Dock Office shut.", "The dock and Ostmere Dock Office.", "Ostmere Dock Office"),
    ],
)
def test_the_office_before_a_name_is_left_out_where_the_texts_show_that_it_is_one(
    first: str, second: str, expected: str
) -> None:
    assert keywords(first, second) == (expected,)


def test_an_adjective_with_a_capital_is_no_keyword() -> None:
    texts = ("Then Lornish ships met Quist, the Lornish minister.", "Soon Lornish police heard Quist.")
    assert keywords(*texts) == ("Quist",)
    assert keywords(*(text.replace("Lornish ships", "Lornish. Ships") for text in texts)) == (
        "Lornish",
        "Quist",
    )


def test_a_plural_is_the_same_keyword() -> None:
    assert len(keywords("Then came an XPL and two XPLs.", "Now an XPL and the XPLs left.")) == 1
