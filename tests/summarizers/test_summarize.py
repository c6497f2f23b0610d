"""Summaries: what is chosen, in which order it is read, what is never shown."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from benchmarks import summaries
from digest.errors import ConfigError
from digest.models import Article, Sentence, Story
from digest.summarizers import (
    SUMMARIZERS,
    Candidate,
    Length,
    SummarySettings,
    find_summarizer,
    summarize_story,
)
from digest.summarizers.candidates import MOST_CANDIDATES, list_candidates
from digest.summarizers.length import count_words
from digest.summarizers.standalone import find_faults, strip_dateline

MORNING = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
SHARED = Path(__file__).parents[2].parent / "shared"

HARBOUR = (
    (
        "The Tidewater Post",
        "PORT ELLIS — The swing bridge at Port Ellis jammed half open on Monday after a barge struck its"
        " central pier. Nobody was hurt, the harbour office said. But the town is cut in two.\n\n"
        "Buses will take a detour of forty minutes over the dam until further notice. “I have never seen"
        " the quay so quiet,” baker Nora Quist said. Read more: Ten bridges that turn.",
    ),
    (
        "Northern Ledger",
        "A barge struck the central pier of the swing bridge at Port Ellis on Monday and jammed it half"
        " open. He called it a miracle that nobody was hurt. Divers will inspect the central pier on"
        " Wednesday before engineers try to close the bridge. We will keep you informed.",
    ),
    (
        "Radio Ellis",
        "Engineers hope to close the swing bridge by Friday, the harbour office said. The barge had lost"
        " its steering in strong wind, according to its captain Olaf Brandt. Divers will inspect the"
        " central pier on Wednesday.",
    ),
)


def make_article(number: int, source: str, text: str, **more: object) -> Article:
    article = Article(
        id=f"a{number}",
        source=source,
        url=f"https://example.org/{number}",
        title="Barge jams the swing bridge at Port Ellis",
        text=text,
        published=MORNING + timedelta(hours=number),
        first_seen=MORNING,
        language="en",
    )
    return replace(article, **more)  # type: ignore[arg-type]


def make_story(*articles: Article) -> Story:
    return Story("s", articles)


def harbour_story() -> Story:
    return make_story(*(make_article(number, *told) for number, told in enumerate(HARBOUR)))


def long_story(sentences: int, articles: int) -> Story:
    """Articles of invented words: no sentence repeats another, the articles share some pairs of words."""
    per = sentences // articles
    texts = [" ".join(invent_sentence(a * per + p, p) for p in range(per)) for a in range(articles)]
    return make_story(*(make_article(n, f"Paper {n}", text) for n, text in enumerate(texts)))


def make_papers(*texts: str, **more: object) -> Story:
    """One article of each text, each of another paper."""
    return make_story(*(make_article(n, f"Paper {n}", text, **more) for n, text in enumerate(texts)))


def list_towns(words: int) -> str:
    """A sentence of so many words: the more, the more it tells."""
    starts = ("Al", "Bo", "Ca", "Du", "El", "Fa", "Ga", "Hol", "Im", "Jo", "Ky", "Lo", "Mor")
    towns = [start + end for end in ("by", "ham", "ton") for start in starts]
    return f"Ferries leave for {', '.join(towns[: words - 3])}."


def invent_sentence(number: int, shared: int) -> str:
    said = [invent_word(7 * number + place) for place in range(7)]
    said[2:2] = "gave to", invent_word(shared), invent_word(shared + 1)
    return f"The {' '.join(said)}."


def invent_word(number: int) -> str:
    syllables = ("ba", "ko", "lim", "ster", "dun", "vee", "pra")
    return "".join(syllables[number // 7**place % 7] for place in range(5))


def told(story: Story, known: tuple[Sentence, ...] = (), **settings: object) -> list[str]:
    chosen = SummarySettings(**settings)  # type: ignore[arg-type]
    return [sentence.text for sentence in summarize_story(story, chosen, known).sentences]


# The news method


def test_what_several_sources_say_is_told_first_and_once() -> None:
    text = " ".join(told(harbour_story(), words=60))
    assert "struck" in text
    assert text.count("struck") == 1
    assert "Divers will inspect" in text


def test_every_sentence_stands_word_for_word_in_its_article() -> None:
    story = harbour_story()
    summary = summarize_story(story, SummarySettings(words=200))
    assert summary.sentences
    for sentence in summary.sentences:
        assert sentence.text in story.articles[sentence.article].text


def test_what_was_said_in_other_words_is_not_said_again() -> None:
    texts = (
        "The swing bridge at Port Ellis jammed half open on Monday after a barge struck its pier.",
        "A barge that struck the pier on Monday left the bridge at Port Ellis jammed, the office said.",
        "Bakers on the quay gave away their bread because no customer could cross the water.",
    )
    articles = (make_article(number, f"Paper {number}", text) for number, text in enumerate(texts))
    sentences = told(make_story(*articles), words=100)
    assert texts[2] in sentences
    assert len(sentences) == 2


@pytest.mark.parametrize(
    ("sentence", "is_told"),
    [
        # of its words with a meaning four in seven are told already, then three in eight
        ("The barge that struck the central pier had lost its anchor in January.", False),
        ("The barge, laden with timber, had struck the lighthouse pier of Lowmoor in January.", True),
    ],
)
def test_a_sentence_may_take_up_some_of_what_is_told_but_not_half_of_it(sentence: str, is_told: bool) -> None:
    first = "The swing bridge at Port Ellis jammed half open on Monday after a barge struck its central pier."
    assert (sentence in told(make_papers(first, sentence), words=100)) == is_told


HALF_ALIKE = {
    "zh": ("市政府星期一宣布，这座旧桥将关闭三个月进行维修。",
           "这座旧桥将关闭三个月，渡船星期二开始免费接送居民。"),
    "ja": ("市は月曜日、古い橋を三か月間閉鎖すると発表した。",
           "古い橋を三か月間閉鎖するため、渡し船は無料になる。"),
    "vi": ("Chính quyền thành phố cho biết cây cầu cũ sẽ đóng cửa ba tháng để sửa chữa.",
           "Vì cây cầu cũ đóng cửa ba tháng, phà chở người dân miễn phí."),
    "th": ("สะพานเก่าจะปิดเป็นเวลาสามเดือนเพื่อซ่อมแซม เทศบาลแถลงแล้ว",
           "สะพานเก่าจะปิดเป็นเวลาสามเดือน เรือข้ามฟากให้บริการฟรีแก่ทุกคน"),
    "lo": ("ຂົວເກົ່າຈະປິດເປັນເວລາສາມເດືອນເພື່ອສ້ອມແປງ ເທດສະບານແຈ້ງແລ້ວ",
           "ຂົວເກົ່າຈະປິດເປັນເວລາສາມເດືອນ ເຮືອບໍລິການຟຣີໃຫ້ທຸກຄົນໃນເມືອງ"),
    "km": ("ស្ពានចាស់នឹងបិទរយៈពេលបីខែដើម្បីជួសជុល សាលាក្រុងប្រកាស។",
           "ស្ពានចាស់នឹងបិទរយៈពេលបីខែ សាឡាងដឹកអ្នកដំណើរឥតគិតថ្លៃ។"),
    "my": ("တံတားဟောင်းကို သုံးလပိတ်မည်ဟု မြို့တော်ခန်းမက တနင်္လာနေ့တွင် ကြေညာသည်။",
           "တံတားဟောင်းကို သုံးလပိတ်မည်ဖြစ်၍ ကူးတို့ဖြင့် အခမဲ့ ဖြတ်ကူးနိုင်ပါသည်။"),
}  # fmt: skip
"""In each language: the old bridge closes for three months, says the town; meanwhile the ferry is free."""


@pytest.mark.parametrize("language", HALF_ALIKE)
def test_where_words_are_read_in_parts_two_sentences_may_share_half_of_them(language: str) -> None:
    texts = HALF_ALIKE[language]
    assert sorted(told(make_papers(*texts, language=language), words=100)) == sorted(texts)


def test_where_words_are_read_in_parts_what_is_alike_is_still_not_said_twice() -> None:
    texts = (HALF_ALIKE["zh"][0], "这座旧桥将关闭三个月，星期一开始进行维修，渡船免费。")
    assert len(told(make_papers(*texts, language="zh"), words=100)) == 1


STRUCK = "A barge struck the bridge on Monday."


def tell_one(story: Story) -> str:
    """The one sentence for which a few words leave room."""
    (sentence,) = told(story, words=8, single_words=8)
    return sentence


@pytest.mark.parametrize(
    ("papers", "between", "words", "wins"),
    [
        # what stands next needs to tell little more, what stands further down twice as much
        (2, 0, 15, True), (2, 3, 15, False), (2, 3, 27, True),
        # nobody confirms a lone article: there, what stands further down comes after its beginning
        (1, 0, 27, True), (1, 2, 40, False),
    ],
)  # fmt: skip
def test_the_further_down_a_sentence_stands_the_more_it_must_tell_most_of_all_in_a_lone_article(
    papers: int, between: int, words: int, wins: bool
) -> None:
    article = f"{STRUCK} {'But why? ' * between}{list_towns(words)}"
    story = make_papers(*(article, "Who will pay?")[:papers])
    assert tell_one(story) == (list_towns(words) if wins else STRUCK)


def test_a_lone_article_is_told_by_what_it_keeps_repeating_further_down() -> None:
    towns = list_towns(40)
    text = f"{STRUCK} {'But why? ' * 3}{towns} So {towns[:-1]}? Then {towns[:-1]}?"
    assert tell_one(make_papers(text)) == towns


@pytest.mark.parametrize(("words", "wins"), [(18, False), (40, True)])
def test_what_a_second_paper_takes_up_outweighs_more_that_one_paper_says_but_not_ever_more(
    words: int, wins: bool
) -> None:
    story = make_papers(STRUCK, list_towns(words), "Who says it struck the bridge?")
    assert tell_one(story) == (list_towns(words) if wins else STRUCK)


@pytest.mark.parametrize(("words", "wins"), [(18, False), (40, True)])
def test_what_a_paper_keeps_repeating_outweighs_more_that_is_said_once_but_not_ever_more(
    words: int, wins: bool
) -> None:
    again = (f"{so}, a barge struck the bridge on Monday?" for so in ("So", "Really", "Surely"))
    story = make_papers(f"{STRUCK} {' '.join(again)}", list_towns(words))
    assert tell_one(story) == (list_towns(words) if wins else STRUCK)


def test_a_sentence_does_not_win_by_a_long_tail_that_nobody_else_tells() -> None:
    tailed = f"{STRUCK[:-1]}, when {list_towns(23).lower()}"
    assert tell_one(make_papers(STRUCK, tailed, f"So a{STRUCK[1:-1]}?")) == STRUCK


def test_a_sentence_does_not_win_by_being_short_when_a_long_one_tells_more_that_others_confirm() -> None:
    inspect = "Divers will inspect its central pier on Wednesday morning"
    long = f"{inspect}, when {list_towns(11).lower()}"
    asked = f"So a{STRUCK[1:-1]}? {inspect}?"
    assert tell_one(make_papers(STRUCK, long, asked)) == long


def test_what_does_not_read_well_alone_is_never_told_not_even_to_fill_the_length() -> None:
    text = " ".join(told(harbour_story(), words=500))
    for bad in ("But the town", "He called", "We will keep", "Read more", "PORT ELLIS —"):
        assert bad not in text


@pytest.mark.parametrize("words", [20, 40, 80])
def test_the_length_is_met_to_half_a_sentence(words: int) -> None:
    sentences = told(long_story(60, 3), words=words)
    longest = max(map(count_words, sentences))
    assert abs(sum(map(count_words, sentences)) - words) <= longest / 2


def test_a_lone_article_is_told_by_its_beginning_and_more_shortly() -> None:
    story = make_story(long_story(30, 1).articles[0])
    summary = summarize_story(story, SummarySettings(words=80, single_words=40))
    assert summary.sentences[0].position == 0
    assert sum(count_words(sentence.text) for sentence in summary.sentences) < 60


def test_a_story_with_no_sentence_that_reads_well_shows_the_first_whole_one() -> None:
    only = "She left the council on Monday after a row over the bridge."
    story = make_story(make_article(0, "Ledger", f"Subscribe to our newsletter today, it is free. {only}"))
    assert told(story) == [only]


def test_a_sentence_that_leans_on_another_needs_a_headline_that_introduces_it() -> None:
    text = "That is the rule on all weekdays from now on."
    assert told(make_story(make_article(0, "Ledger", text))) == []
    assert told(make_story(make_article(0, "Ledger", text, title="No ships on weekdays"))) == [text]


def test_nothing_is_told_rather_than_a_fragment() -> None:
    story = make_story(make_article(0, "Ledger", "The mayor of Port Ellis said on Monday that the …"))
    assert told(story) == []


def test_what_stands_inside_a_longer_quotation_is_not_told() -> None:
    inside = "The quay of Port Ellis is dead and nobody buys bread at the bridge any more."
    text = f"“The town has forgotten the bakers. {inside} Trade is slow,” said Nora Quist."
    assert inside not in told(make_story(make_article(0, "Post", text)), single_words=200)
    assert inside in told(make_story(make_article(0, "Post", text.replace("“", "").replace("”", ""))))
    odd = f'The barge was 12 "feet wide at Port Ellis, said the office. {inside}'
    assert inside in told(make_story(make_article(0, "Post", odd)), single_words=200)


def test_a_story_of_headlines_only_has_no_sentences() -> None:
    summary = summarize_story(make_story(make_article(0, "Ledger", "")), SummarySettings())
    assert summary.sentences == ()


def test_two_chinese_characters_count_as_a_word() -> None:
    text = "市政府星期一宣布，这座旧桥将关闭三个月进行维修。工程师说，潜水员将在星期三检查中央桥墩。"
    story = make_story(make_article(0, "晨报", text, language="zh"))
    assert len(told(story, single_words=12)) == 1
    assert len(told(story, single_words=25)) == 2


def test_a_story_of_thousands_of_sentences_is_told() -> None:
    assert told(long_story(3_000, 60))


# Stories over several days


def continuing_story() -> Story:
    story = harbour_story()
    return replace(story, since=date(2026, 3, 1), new=("a2",))


def test_a_continuing_story_is_told_from_its_new_articles() -> None:
    summary = summarize_story(continuing_story(), SummarySettings())
    assert summary.sentences
    assert {sentence.article for sentence in summary.sentences} == {2}
    assert all(sentence.new for sentence in summary.sentences)


def test_what_is_known_is_not_told_again() -> None:
    known = (Sentence("Divers will now inspect the central pier on Wednesday.", 1, 2),)
    texts = told(continuing_story(), known, single_words=200)
    assert texts
    assert not any("Divers" in text for text in texts)


def test_what_is_known_in_other_words_from_several_sentences_is_not_told_again() -> None:
    known = (
        Sentence("Divers go down to the central pier at noon.", 1, 2),
        Sentence("An inspection of the pier by the harbour is set for Wednesday.", 0, 1),
    )
    texts = told(continuing_story(), known, single_words=200)
    assert texts
    assert not any("Divers" in text for text in texts)


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        # of its words with a meaning nine in ten are known, then seven in nine
        ("Divers inspect the central pier of the swing bridge at Port Ellis on Wednesday morning.", False),
        ("Divers inspect the central pier of the swing bridge at Port Ellis with cameras.", True),
    ],
)
def test_one_new_word_makes_no_news_but_two_may(text: str, is_told: bool) -> None:
    known = (
        Sentence(
            "Divers came to Port Ellis on Wednesday, where a barge of timber sank in the morning.", 0, 0
        ),
        Sentence("The central pier of the swing bridge will cost the railway a fortune.", 0, 1),
    )
    story = replace(make_papers(text), since=date(2026, 3, 1), new=("a0",))
    assert bool(told(story, known)) == is_told


def test_a_sentence_that_is_half_like_a_known_one_is_told() -> None:
    known = (Sentence("Divers will inspect the central pier on Wednesday before noon.", 1, 2),)
    text = "Divers found the central pier cracked on Wednesday and called for more timber and steel."
    story = replace(make_papers(text), since=date(2026, 3, 1), new=("a0",))
    assert told(story, known) == [text]


def test_in_a_new_story_nothing_is_marked_as_new() -> None:
    summary = summarize_story(replace(harbour_story(), new=("a0", "a1", "a2")), SummarySettings())
    assert not any(sentence.new for sentence in summary.sentences)


def test_copies_are_not_read() -> None:
    story = replace(harbour_story(), copies=(("a1", "a0"),))
    assert 1 not in {s.article for s in summarize_story(story, SummarySettings(words=300)).sentences}


# Reading order


def test_sentences_come_as_the_event_unfolds_each_article_in_its_own_order() -> None:
    late, early = "The bridge closed again on Friday evening.", "The bridge opened for a ship on Monday."
    story = make_story(make_article(9, "Ledger", late), make_article(1, "Post", f"{early} {late[:-1]} late."))
    assert told(story, method="lead", words=99)[0] == early
    summary = summarize_story(long_story(60, 3), SummarySettings(words=120))
    places = [(sentence.article, sentence.position) for sentence in summary.sentences]
    assert places == sorted(places)


def test_the_first_sentence_introduces_the_others() -> None:
    early = make_article(0, "Post", "He was not hurt. The captain of the barge spoke of strong wind at noon.")
    late = make_article(1, "Ledger", "A barge struck the swing bridge at Port Ellis on Monday.")
    sentences = told(make_story(early, late), words=60)
    assert sentences == ["A barge struck the swing bridge at Port Ellis on Monday.", sentences[1]]


def test_the_first_sentence_takes_up_the_headline() -> None:
    early = make_article(0, "Post", "The harbour office asked everybody to keep off the quay at noon.")
    late = make_article(1, "Ledger", "A barge jammed the swing bridge at Port Ellis when its engine failed.")
    assert told(make_story(early, late), words=60) == [late.text, early.text]
    other = replace(early, title="Harbour office: keep away from the quay")
    assert told(make_story(other, late), words=60) == [early.text, late.text]


# Every method


@pytest.mark.parametrize("method", SUMMARIZERS)
def test_every_method_chooses_sentences_and_none_twice(method: str) -> None:
    candidates = list_candidates(harbour_story(), range(3))
    chosen = find_summarizer(method)(candidates, Length(40))
    assert chosen
    assert len(set(chosen)) == len(chosen)
    assert set(chosen) <= set(range(len(candidates)))


@pytest.mark.parametrize("method", SUMMARIZERS)
@pytest.mark.parametrize(
    "texts", [[], ["Rain."], ["The bridge closed.", "A ship came in."], ["Гэта мост.", "Ён зачынены."]]
)
def test_every_method_bears_tiny_stories_in_languages_without_word_lists(
    method: str, texts: Sequence[str]
) -> None:
    candidates = [Candidate(text, 0, n, "Post", language="be") for n, text in enumerate(texts)]
    assert set(find_summarizer(method)(candidates, Length(20))) <= set(range(len(texts)))


@pytest.mark.slow
def test_methods_choose_the_same_whatever_the_hash_seed() -> None:
    program = (
        "from tests.summarizers.test_summarize import *\n"
        "stories = [long_story(sentences, 2) for sentences in (12, 16, 20)]\n"
        "print([told(story, method=method, words=40) for story in stories for method in SUMMARIZERS])"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=Path(__file__).parents[2],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


@pytest.mark.parametrize(
    "language", ["cs", "de", "en", "hu", "ru", "sk", "uk", "el", "pl", "ar", "vi", "und"]
)
def test_every_language_has_a_stemmer_that_works(language: str) -> None:
    from digest.summarizers.sumy_document import find_stemmer

    stems = {find_stemmer(language)(word) for word in ("bridges", "мостове", "γέφυρα", "جسور")}
    assert len(stems) == 4


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", ("bridge", "bridges")), ("de", ("brücke", "brücken")), ("es", ("puente", "puentes")),
        ("sk", ("mosty", "mostov")), ("uk", ("мости", "мостів")), ("el", ("γέφυρα", "γέφυρες")),
        ("pl", ("mostem", "mostami")), ("tr", ("köprüler", "köprülerin")), ("ar", ("الجسر", "جسر")),
    ],
)  # fmt: skip
def test_the_forms_of_a_word_have_one_stem(language: str, forms: tuple[str, str]) -> None:
    from digest.summarizers.sumy_document import find_stemmer

    assert len(set(map(find_stemmer(language), forms))) == 1


@pytest.mark.parametrize("wanted", [2, "25%", lambda sentences: sentences[:2]])
def test_the_summariser_is_called_as_sumys_own_are(wanted: Any) -> None:
    from sumy.nlp.stemmers import Stemmer

    from digest.summarizers.news import NewsSummarizer
    from digest.summarizers.sumy_document import build_document

    document = build_document(list_candidates(long_story(8, 2), (0, 1)))
    assert len(document.sentences) == 8
    assert len(NewsSummarizer(Stemmer("english"))(document, wanted)) == 2


def test_a_method_may_be_a_dotted_path() -> None:
    assert find_summarizer("digest.summarizers.lead:choose") is find_summarizer("lead")


@pytest.mark.parametrize("method", ["", "nonsense", "json:nonsense", "no.such.module:choose"])
def test_a_method_that_is_not_there_is_told_in_plain_words(method: str) -> None:
    with pytest.raises(ConfigError, match="cannot be loaded") as caught:
        find_summarizer(method)
    assert "lex-rank" in caught.value.advice


def test_sumy_is_imported_late_and_without_scipys_statistics() -> None:
    program = (
        "import sys, digest.summarizers as s\n"
        "assert 'sumy' not in sys.modules\n"
        "s.find_summarizer('news')\n"
        "assert 'sumy' in sys.modules and 'scipy.stats' not in sys.modules\n"
        "import scipy.stats"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_a_task_and_its_result_cross_process_borders() -> None:
    task = pickle.loads(pickle.dumps((summarize_story, harbour_story(), SummarySettings())))
    summary = task[0](*task[1:])
    assert pickle.loads(pickle.dumps(summary)) == summarize_story(harbour_story(), SummarySettings())


# Candidates and length


def test_a_sentence_that_two_articles_share_comes_once_and_the_earliest_come_first() -> None:
    text = "The bridge is closed. Buses take the dam."
    story = make_story(make_article(0, "Post", text), make_article(1, "Ledger", text.upper()))
    assert [(c.text, c.article) for c in list_candidates(story, (0, 1))] == [
        ("The bridge is closed.", 0),
        ("Buses take the dam.", 0),
    ]
    assert len(list_candidates(long_story(800, 2), (0, 1))) == MOST_CANDIDATES


def test_a_text_without_stops_is_no_sentence() -> None:
    assert list_candidates(make_story(make_article(0, "Post", "“bridge 'and " * 10_000)), (0,)) == []


@pytest.mark.parametrize(("questions", "is_told"), [(270, True), (350, False)])
def test_what_stands_hundreds_of_sentences_down_is_not_looked_at(questions: int, is_told: bool) -> None:
    text = " ".join(f"Where is boat {number}?" for number in range(questions))
    assert told(make_papers(f"{text} {STRUCK}")) == ([STRUCK] if is_told else [])


@pytest.mark.parametrize(("characters", "is_told"), [(800, True), (1_300, False)])
def test_what_is_longer_than_any_sentence_is_passed_over(characters: int, is_told: bool) -> None:
    long = f"The {'tide ' * (characters // 5)}rose."
    sentences = told(make_papers(f"{long} {STRUCK}"), method="lead", single_words=1)
    assert sentences == [long if is_told else STRUCK]


def test_a_dateline_stands_below_headline_and_byline_but_not_further_down() -> None:
    def tell(*lines: str) -> str:
        return told(make_papers("\n\n".join(lines)), method="lead")[-1]

    above, placed = ("Bridge to open again.", "By Nora Quist."), "LOWMOOR — Two barges wait there."
    assert tell(*above, placed) == "Two barges wait there."
    assert tell(*above, "Ships queue everywhere.", placed) == placed


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("The well-known bridge — closed.", 4),
        ("桥关闭三个月", 3),
        ("桥 at 9", 3),
        ("สะพานถูกปิด", 3),
        ("「桥」、（关闭）三个月。", 3),
        ("ﾊｼｶﾞﾄｼﾞﾀ", 4),
    ],
)
def test_words_are_counted_as_they_are_read(text: str, words: int) -> None:
    assert count_words(text) == words


def test_a_sentence_that_is_too_long_leaves_room_for_the_next() -> None:
    assert Length(10).fill([8, 9, 3, 2], lambda size: size) == [8, 3]
    assert Length(10).fill([30, 1], lambda size: size) == [30]


# Readability


@pytest.mark.parametrize(
    ("sentence", "language", "fault"),
    [
        ("See all our pictures of the bridge on www.example.org today.", "und", "furniture"),
        ("Click here for all pictures of the bridge at Port Ellis.", "en", "furniture"),
        ("Here's how to cross the river while the bridge is closed.", "en", "furniture"),
        ("Radio reporter Nora Quist at Port Ellis has the story.", "en", "furniture"),
        ("Live stream the opening of the bridge from anywhere.", "en", "furniture"),
        ("Hier finden Sie alle Fähren während der Sperrung.", "de", "furniture"),
        ("Voici comment passer le fleuve pendant les travaux.", "fr", "furniture"),
        ("Aquí están todos los horarios de los barcos.", "es", "furniture"),
        ("Lesen Sie hier, wie die Brücke in Port Ellis gebaut wurde.", "de", "furniture"),
        ("Lire aussi notre reportage sur le pont de Port Ellis.", "fr", "furniture"),
        ("Lea también nuestro reportaje sobre el puente de Port Ellis.", "es", "furniture"),
        ("Ecco come attraversare il fiume durante i lavori al ponte.", "it", "furniture"),
        ("Leggi anche il reportage sul vecchio ponte di Port Ellis.", "it", "furniture"),
        ("Il porto di Ellis resta chiuso. Riproduzione riservata.", "it", "furniture"),
        ("Saiba como atravessar o rio durante as obras da ponte.", "pt", "furniture"),
        ("Leia também a reportagem sobre a ponte de Port Ellis.", "pt", "furniture"),
        ("Hier vind je alle veerboten tijdens de afsluiting.", "nl", "furniture"),
        ("De tekst gaat verder onder de foto van de brug.", "nl", "furniture"),
        ("THE BRIDGE AT PORT ELLIS IS CLOSED until Friday.", "en", "furniture"),
        ("Post 1 3 Ledger 2 2 Rovers 4 0 City 5 1 final.", "en", "furniture"),
        ("The quay at Port Ellis on Monday. (Photo: Nora Quist)", "en", "caption"),
        ("Nora Quist (left) and Olaf Brandt speak on the quay.", "en", "caption"),
        ("In this photo taken from a ship, the bridge stands half open.", "en", "caption"),
        ("The bridge stands half open at Port Ellis on Monday, March 2, 2026.", "en", "caption"),
        ("Auf diesem Bild steht die Brücke von Ellis halb offen.", "de", "caption"),
        ("Nella foto, il ponte di Ellis è aperto a metà.", "it", "caption"),
        ("Nesta imagem, a ponte de Ellis está meio aberta.", "pt", "caption"),
        ("Op deze foto staat de brug van Ellis half open.", "nl", "caption"),
        ("The harbour office said on Monday that the bridge …", "en", "cut"),
        ("and the harbour office said nothing more on Monday.", "en", "cut"),
        ("The harbour office " + "said again " * 16 + "on Monday", "en", "cut"),
        ("The baker called it “the quietest day of the year.", "en", "unbalanced"),
        ("Die Bäckerin nannte es „den stillsten Tag des Jahres.", "de", "unbalanced"),
        ("The baker (who lives near the quay said it was quiet.", "en", "unbalanced"),
        ("'It is the quietest day of the year on the quay.", "en", "unbalanced"),
        ("Who will pay for the repair of the bridge?", "en", "question"),
        ("“It was the quietest day of the year on the quay.”", "en", "mere speech"),
        ("The bridge is closed.", "en", "short"),
        ("The bridge, which " + "stands beside the harbour office and " * 9 + "turns.", "en", "long"),
        ("Half of the town waits for the bridge to close", "en", "no stop"),
        ("The council told us that the bridge was old.", "en", "person"),
        ("Die Stadt hat uns von der alten Brücke erzählt.", "de", "person"),
        ("La ville nous a parlé du vieux pont du port.", "fr", "person"),
        ("La ciudad nos habló del viejo puente del puerto.", "es", "person"),
        ("La città ha mostrato il nostro vecchio ponte sul fiume.", "it", "person"),
        ("Nel porto abbiamo visto due chiatte contro il ponte.", "it", "person"),
        ("A cidade falou da nossa velha ponte do porto.", "pt", "person"),
        ("De stad heeft ons over de oude brug verteld.", "nl", "person"),
        ("“The bridge is old and has to go,” he said on Monday.", "en", "no speaker"),
        ("« Le pont est vieux et doit partir », a-t-il dit lundi.", "fr", "no speaker"),
        ("«Il ponte è vecchio e va demolito», ha detto lunedì.", "it", "no speaker"),
        ("Ha aggiunto che il vecchio ponte va demolito.", "it", "no speaker"),
        ("“A ponte é velha e tem de sair”, explicou ele na segunda.", "pt", "no speaker"),
        ("Acrescentou que a velha ponte tem de sair dali.", "pt", "no speaker"),
        ("‘De brug is oud en moet weg’, zei hij maandag.", "nl", "no speaker"),
        ("It was built a hundred years ago by the railway.", "en", "pronoun"),
        ("Sie wurde vor hundert Jahren von der Bahn gebaut.", "de", "pronoun"),
        ("Elle a été construite il y a cent ans par le rail.", "fr", "pronoun"),
        ("Su construcción costó mucho dinero a la ciudad en 1926.", "es", "pronoun"),
        ("Questo ponte è stato costruito cento anni fa dalla ferrovia.", "it", "pronoun"),
        ("Lo ha detto lunedì il capitano del porto di Ellis.", "it", "pronoun"),
        ("L’hanno costruita cento anni fa gli operai della ferrovia.", "it", "pronoun"),
        ("La sua costruzione costò molto alla città nel 1926.", "it", "pronoun"),
        ("Ne hanno parlato i capitani in una lunga riunione.", "it", "pronoun"),
        ("Isso custou muito dinheiro à cidade de Port Ellis.", "pt", "pronoun"),
        ("A sua construção custou muito à cidade em 1926.", "pt", "pronoun"),
        ("Essa ponte foi construída há cem anos pela ferrovia.", "pt", "pronoun"),
        ("Hij werd honderd jaar geleden door het spoor gebouwd.", "nl", "pronoun"),
        ("Zijn bouw kostte de stad in 1926 veel geld.", "nl", "pronoun"),
        ("Dat meldt het havenbedrijf van Port Ellis maandag.", "nl", "pronoun"),
        ("Het gaat om twee oude schepen van het spoor.", "nl", "pronoun"),
        ("Daarmee blijft de brug voor vrachtwagens gesloten.", "nl", "pronoun"),
        ("According to her, the bridge was built by the railway.", "en", "pronoun"),
        ("Laut ihm wurde die Brücke von der Bahn gebaut.", "de", "pronoun"),
        ("Según ellos, el puente costó mucho dinero a la ciudad.", "es", "pronoun"),
        ("Secondo lui, il ponte è stato costruito dalla ferrovia.", "it", "pronoun"),
        ("Segundo ela, a ponte foi construída pela ferrovia.", "pt", "pronoun"),
        ("Volgens haar werd de brug door het spoor gebouwd.", "nl", "pronoun"),
        ("Since then the harbour office has closed the quay.", "en", "connective"),
        ("Bis dahin bleibt die Brücke für Lastwagen gesperrt.", "de", "connective"),
        ("Par la suite, le port a fermé le quai aux visiteurs.", "fr", "connective"),
        ("Desde entonces el puerto ha cerrado el muelle.", "es", "connective"),
        ("Da allora il porto ha chiuso la banchina ai visitatori.", "it", "connective"),
        ("Desde então, o porto fechou o cais aos visitantes.", "pt", "connective"),
        ("Sindsdien heeft het havenbedrijf de kade gesloten.", "nl", "connective"),
        ("Ma il porto non vedeva alcun pericolo lunedì mattina.", "it", "connective"),
        ("No entanto, o porto não viu nenhum perigo na segunda.", "pt", "connective"),
        ("Maar het havenbedrijf zag maandagochtend geen gevaar.", "nl", "connective"),
        ("Zo is de brug maandag voor vrachtwagens gesloten.", "nl", "connective"),
        ("However, the harbour office saw no danger on Monday.", "en", "connective"),
        ("Aber das Hafenamt sah am Montag keine Gefahr.", "de", "connective"),
        ("Mais le port ne voyait aucun danger lundi matin.", "fr", "connective"),
        ("Sin embargo, el puerto no vio ningún peligro el lunes.", "es", "connective"),
    ],
)
def test_a_sentence_that_does_not_stand_alone_is_found_out(sentence: str, language: str, fault: str) -> None:
    assert fault in find_faults(sentence, language)


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("The swing bridge at Port Ellis jammed on Monday.", "en"),
        ("This week the US government will pay for the repair.", "en"),
        ("Notre-Dame de Port Ellis reste ouverte aux visiteurs.", "fr"),
        ("“The bridge is ours,” Mayor Nora Quist said on Monday.", "en"),
        ("The band played “We Are the Harbour” on the quay.", "en"),
        ("The barge, 12'6\" wide, struck the pier at noon.", "en"),
        ("The ferrymen’s union called for a strike on Friday.", "en"),
        ("Es gibt in Port Ellis seit Montag keine Brücke mehr.", "de"),
        ("Das Hafenamt nannte die Lage „ernst, aber sicher“.", "de"),
        ("Il y a deux ponts sur le fleuve à Port Ellis.", "fr"),
        ("Este lunes una barcaza chocó contra el puente.", "es"),
        ("Lo stretto di Ellis è chiuso alle navi da lunedì.", "it"),
        ("La città di Port Ellis pagherà la riparazione del ponte.", "it"),
        ("Le navi aspettano da lunedì davanti al porto.", "it"),
        ("Questa mattina una chiatta ha urtato il ponte di Ellis.", "it"),
        ("Quest’anno il porto di Ellis ha perso due traghetti.", "it"),
        ("Quello di Port Ellis è il ponte più vecchio del fiume.", "it"),
        ("Anche se piove, il ponte di Port Ellis resta aperto.", "it"),
        ("Ci sono due ponti sul fiume a Port Ellis.", "it"),
        ("Il sindaco ha detto che il ponte resta chiuso.", "it"),
        ("«Il ponte è nostro», ha detto lunedì la sindaca Nora Quist.", "it"),
        ("O porto de Ellis fica fechado aos navios até sexta-feira.", "pt"),
        ("A ponte de Port Ellis fica fechada até sexta-feira.", "pt"),
        ("Esta segunda-feira, uma barcaça bateu na ponte de Ellis.", "pt"),
        ("Nos portos de Ellis e Lowmoor não há barcos na segunda.", "pt"),
        ("Assim que a ponte fechou, o porto de Ellis parou.", "pt"),
        ("Tal como em 1926, a ponte fica fechada todo o inverno.", "pt"),
        ("A presidente disse que a ponte fica fechada até sexta.", "pt"),
        ("“A ponte é nossa”, disse a presidente Nora Quist.", "pt"),
        ("Het havenbedrijf noemde de toestand ‘ernstig, maar veilig’.", "nl"),
        ("Het is de eerste keer dat de brug van Ellis sluit.", "nl"),
        ("Dat de brug dicht blijft, weet Port Ellis sinds maandag.", "nl"),
        ("Deze week betaalt de stad de reparatie van de brug.", "nl"),
        ("Of de brug weer opengaat, hoort Port Ellis maandag.", "nl"),
        ("Zo’n 200 schepen liggen sinds maandag voor de haven.", "nl"),
        ("De trein vertrekt om 19 u uit Port Ellis naar Lowmoor.", "nl"),
        ("In de mijn van Lowmoor werken sinds maandag duikers.", "nl"),
        ("‘De brug is van ons’, zei burgemeester Nora Quist maandag.", "nl"),
        ("Баржа в понедельник врезалась в мост в порту.", "ru"),
        ("市政府星期一宣布，这座旧桥将关闭三个月进行维修。", "zh"),
        ("สะพานถูกปิดเมื่อวันจันทร์เพื่อซ่อมแซมเป็นเวลาสามเดือน", "th"),
    ],
)
def test_a_sentence_that_stands_alone_has_no_fault(sentence: str, language: str) -> None:
    assert find_faults(sentence, language) == ()


@pytest.mark.parametrize("method", SUMMARIZERS)
def test_no_method_chooses_a_subhead(method: str) -> None:
    subheads = ("What the harbour office knows of the barge", "The old bridge of Port Ellis")
    paragraphs = (
        "The old bridge of Port Ellis was struck by a barge.",
        subheads[0],
        "The harbour office knows of the barge and of the old bridge.",
        subheads[1],
        "He said so.",
    )
    article = make_article(0, "The Tidewater Post", "\n\n".join(paragraphs))
    assert [said.position for said in list_candidates(make_story(article), [0])] == [0, 2, 4]
    assert not {*told(make_story(article), method=method, words=200)} & {*subheads}


def test_where_no_sentence_has_a_stop_a_line_without_one_is_read() -> None:
    lines = ("The old bridge of Port Ellis is struck by a barge", "Divers are at work beside the quay")
    article = make_article(0, "The Tidewater Post", "\n\n".join(lines))
    assert [said.text for said in list_candidates(make_story(article), [0])] == [*lines]


def test_six_words_make_a_sentence_and_five_do_not() -> None:
    assert find_faults("Divers search the harbour today.", "en") == ("short",)
    assert find_faults("Divers search the old harbour today.", "en") == ()


@pytest.mark.parametrize(
    ("words", "word", "is_long"), [(50, "bridge", True), (50, "quay", False), (40, "harbours", False)]
)
def test_a_sentence_is_long_that_has_both_many_words_and_many_letters(
    words: int, word: str, is_long: bool
) -> None:
    sentence = f"The {' '.join([word] * (words - 1))}."
    assert ("long" in find_faults(sentence, "en")) == is_long


@pytest.mark.parametrize(("characters", "is_cut"), [(120, False), (180, True)])
def test_a_line_without_a_full_stop_is_cut_off_when_it_is_too_long_for_a_second_headline(
    characters: int, is_cut: bool
) -> None:
    line = "The harbour office " + "said so again and " * 10
    assert ("cut" in find_faults(line[:characters], "en")) == is_cut


@pytest.mark.parametrize(
    "dateline",
    [
        "PORT ELLIS — ", "PORT ELLIS, March 3 (Northwire) - ", "Port Ellis (nw) – ", "(NW) ",
        "Mar 3 (Northwire) -- ", "Puerto Ellis, 3 mar (NW).- ", "PORT ELLIS >> ", "PORT ELLIS /Wire/ -- ",
        "Port Ellis (NW) ",
    ],
)  # fmt: skip
def test_a_dateline_is_left_off(dateline: str) -> None:
    assert strip_dateline(f"{dateline}The bridge is closed.") == "The bridge is closed."


@pytest.mark.parametrize(
    "sentence",
    [
        "The bridge - a swing bridge - is closed.",
        "Nora Quist — The baker — is closed.",
        "NW — the wire — is closed.",
        "Порт Эллис — Мост закрыт.",
        "The Post (a paper) said so.",
        "Harbour Office (HO) Chairwoman Nora Quist resigned.",
        "PORT ELLIS — ",
    ],
)
def test_what_is_no_dateline_stays(sentence: str) -> None:
    assert strip_dateline(sentence) == sentence


# The measurement


def test_the_benchmark_measures_and_writes_predictions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    docs = [{"title": "", "text": text.replace("\n\n", "\n"), "source": source} for source, text in HARBOUR]
    reference = ["A barge struck the swing bridge at Port Ellis on Monday and jammed it half open."]
    row = {"id": "h", "docs": docs, "reference": reference, "lang": "en"}
    (tmp_path / "harbour.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    out = tmp_path / "out"
    argv = ["summaries", str(tmp_path), "--words", "20", "--methods", "news,lead", "--predict", str(out)]
    monkeypatch.setattr(sys, "argv", argv)
    summaries.main()
    measured = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert measured["words"] == 20
    news = measured["sets"]["harbour"]["news"]
    assert news["verbatim"] == 1
    assert news["bad"] == 0
    assert news["rouge1"] > 80
    assert (news["bad_openings"], news["pairs_per_100"]) == (0, 0)
    assert list(summaries.measure_rows([row])) == ["20"]
    monkeypatch.setattr(sys, "argv", ["summaries", str(tmp_path), "--methods", "news,lead,lex-rank"])
    summaries.main()
    shown = capsys.readouterr().out
    tellers = [line for line in shown.splitlines() if line.startswith("---")]
    assert tellers == ["--- news", "--- lex-rank", "--- people"]
    assert shown.index("--- people") < shown.index(reference[0])
    predicted = json.loads((out / "harbour.jsonl").read_text(encoding="utf-8"))
    assert predicted["id"] == "h"
    assert "struck" in predicted["summary"][0]


@pytest.mark.slow
@pytest.mark.shared
def test_quality_does_not_fall() -> None:
    path = SHARED / "data" / "summaries" / "multinews.jsonl"
    if not path.exists():
        pytest.skip("the measuring data is not beside the project")
    rows = summaries.read_rows(path)
    result = summaries.score(rows, [summaries.summarize_row(row, "news", 100) for row in rows], 100)
    assert result["verbatim"] == 1
    assert result["bad"] == 0
    assert result["rouge1"] + result["rouge2"] > 47.5
