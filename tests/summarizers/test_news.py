"""The news method: what it chooses, and what it leaves out."""

from __future__ import annotations

import pytest

from digest.models import Story
from digest.summarizers.length import count_words
from tests.summarizers.example_stories import (
    STRUCK,
    harbour_story,
    list_texts,
    list_towns,
    long_story,
    make_article,
    make_papers,
    make_story,
)


def test_what_several_sources_report_comes_first_and_once() -> None:
    text = " ".join(list_texts(harbour_story(), words=60))
    assert "struck" in text
    assert text.count("struck") == 1
    assert "Divers will inspect" in text


def test_a_sentence_that_repeats_another_in_other_words_is_left_out() -> None:
    texts = (
        "The swing bridge at Port Ellis jammed half open on Monday after a barge struck its pier.",
        "A barge that struck the pier on Monday left the bridge at Port Ellis jammed, the office said.",
        "Bakers on the quay gave away their bread because no customer could cross the water.",
    )
    articles = (make_article(number, f"Paper {number}", text) for number, text in enumerate(texts))
    sentences = list_texts(make_story(*articles), words=100)
    assert texts[2] in sentences
    assert len(sentences) == 2


@pytest.mark.parametrize(
    ("sentence", "is_chosen"),
    [
        # four in seven of its content words are covered, then three in eight
        ("The barge that struck the central pier had lost its anchor in January.", False),
        ("The barge, laden with timber, had struck the lighthouse pier of Lowmoor in January.", True),
    ],
)
def test_a_sentence_with_half_of_its_words_covered_is_left_out(sentence: str, is_chosen: bool) -> None:
    first = (
        "The swing bridge at Port Ellis jammed half open on Monday after a barge struck its central pier."
        " Bakers gave their bread away. Ferries ran until midnight. Nobody had a ticket. Dogs barked."
    )
    assert (sentence in list_texts(make_papers(first, sentence), words=100)) == is_chosen


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
def test_in_subword_languages_two_sentences_may_share_half_of_their_tokens(language: str) -> None:
    texts = HALF_ALIKE[language]
    assert sorted(list_texts(make_papers(*texts, language=language), words=100)) == sorted(texts)


def test_in_subword_languages_similar_sentences_are_still_left_out() -> None:
    texts = (HALF_ALIKE["zh"][0], "这座旧桥将关闭三个月，星期一开始进行维修，渡船免费。")
    assert len(list_texts(make_papers(*texts, language="zh"), words=100)) == 1


def choose_one_sentence(story: Story) -> str:
    """The sentence that is chosen when only one fits."""
    (sentence,) = list_texts(story, words=8, single_words=8)
    return sentence


@pytest.mark.parametrize(
    ("papers", "between", "words", "wins"),
    [
        # the next sentence needs little more content, one further down twice as much
        (2, 0, 15, True), (2, 3, 15, False), (2, 3, 27, True),
        # no source corroborates a single article: its beginning comes before what is further down
        (1, 0, 27, True), (1, 2, 40, False),
    ],
)  # fmt: skip
def test_later_sentences_need_more_content_especially_in_a_single_article(
    papers: int, between: int, words: int, wins: bool
) -> None:
    article = f"{STRUCK} {'But why? ' * between}{list_towns(words)}"
    story = make_papers(*(article, "Who will pay?")[:papers], title="")
    assert choose_one_sentence(story) == (list_towns(words) if wins else STRUCK)


def test_in_a_single_article_what_it_keeps_repeating_outweighs_its_beginning() -> None:
    towns = list_towns(40)
    text = f"{STRUCK} {'But why? ' * 3}{towns} So {towns[:-1]}? Then {towns[:-1]}?"
    assert choose_one_sentence(make_papers(text)) == towns


@pytest.mark.parametrize(("words", "wins"), [(18, False), (40, True)])
def test_a_second_source_outweighs_a_longer_sentence_of_one_source_up_to_a_point(
    words: int, wins: bool
) -> None:
    story = make_papers(STRUCK, list_towns(words), "Who says it struck the bridge?", title="")
    assert choose_one_sentence(story) == (list_towns(words) if wins else STRUCK)


@pytest.mark.parametrize(("words", "wins"), [(18, False), (40, True)])
def test_repetition_outweighs_a_longer_sentence_up_to_a_point(words: int, wins: bool) -> None:
    again = (f"{so}, a barge struck the bridge on Monday?" for so in ("So", "Really", "Surely"))
    story = make_papers(f"{STRUCK} {' '.join(again)}", list_towns(words), title="")
    assert choose_one_sentence(story) == (list_towns(words) if wins else STRUCK)


def test_an_uncorroborated_tail_does_not_make_a_sentence_win() -> None:
    tailed = f"{STRUCK[:-1]}, when {list_towns(23).lower()}"
    assert choose_one_sentence(make_papers(STRUCK, tailed, f"So a{STRUCK[1:-1]}?", title="")) == STRUCK


def test_a_long_sentence_with_more_corroborated_content_beats_a_short_one() -> None:
    inspect = "Divers will inspect its central pier on Wednesday morning"
    long = f"{inspect}, when {list_towns(11).lower()}"
    questions = f"So a{STRUCK[1:-1]}? {inspect}?"
    assert choose_one_sentence(make_papers(STRUCK, long, questions, title="")) == long


def test_sentences_that_cannot_stand_alone_are_not_chosen_even_to_fill_the_length() -> None:
    text = " ".join(list_texts(harbour_story(), words=500))
    for start in ("But the town", "He called", "We will keep", "Read more", "PORT ELLIS —"):
        assert start not in text


@pytest.mark.parametrize("words", [20, 40, 80])
def test_the_length_differs_from_its_target_by_half_a_sentence_at_most(words: int) -> None:
    sentences = list_texts(long_story(60, 3), words=words)
    longest = max(map(count_words, sentences))
    assert abs(sum(map(count_words, sentences)) - words) <= longest / 2


def test_a_story_without_standalone_sentences_shows_the_first_with_minor_faults() -> None:
    only = "She left the council on Monday after a row over the bridge."
    story = make_story(make_article(0, "Ledger", f"Subscribe to our newsletter today, it is free. {only}"))
    assert list_texts(story) == [only]


def test_a_sentence_with_minor_faults_must_share_a_word_with_a_headline() -> None:
    text = "That is the rule on all weekdays from now on."
    assert list_texts(make_story(make_article(0, "Ledger", text))) == []
    assert list_texts(make_story(make_article(0, "Ledger", text, title="No ships on weekdays"))) == [text]


def test_a_fragment_is_never_chosen() -> None:
    story = make_story(make_article(0, "Ledger", "The mayor of Port Ellis said on Monday that the …"))
    assert list_texts(story) == []


def test_a_sentence_inside_a_longer_quotation_is_not_chosen() -> None:
    inside = "The quay of Port Ellis is dead and nobody buys bread at the bridge any more."
    text = f"“The town has forgotten the bakers. {inside} Trade is slow,” said Nora Quist."
    assert inside not in list_texts(make_story(make_article(0, "Post", text)), single_words=200)
    assert inside in list_texts(make_story(make_article(0, "Post", text.replace("“", "").replace("”", ""))))
    odd = f'The barge was 12 "feet wide at Port Ellis, said the office. {inside}'
    assert inside in list_texts(make_story(make_article(0, "Post", odd)), single_words=200)
