"""Texts without full stops are summarized in pieces, never whole and never not at all."""

from __future__ import annotations

from itertools import pairwise

import pytest

from digest.summarizers import summarize_texts
from digest.summarizers.length import count_words

CLAUSES = {
    "en": "the old mill of Ostley burned on monday and the men of the fire brigade came by boat, ",
    "th": "โรงสีเก่าที่ท่าเรือถูกไฟไหม้เมื่อคืนวันจันทร์และนักผจญเพลิงมาทางเรือ ",
    "lo": "ໂຮງສີເກົ່າທີ່ທ່າເຮືອຖືກໄຟໄໝ້ໃນຄືນວັນຈັນແລະນັກດັບເພີງມາທາງເຮືອ ",
    "zh": "奥斯特利的旧磨坊星期一被烧毁，消防队员乘船赶来，",
    "my": "ကမ်းခြေရှိစက်ရုံဟောင်းသည်တနင်္လာနေ့ညတွင်မီးလောင်ခဲ့ပြီးမီးသတ်သမားများလှေဖြင့်လာခဲ့ကြသည်၊ ",
}


@pytest.mark.parametrize("language", CLAUSES)
@pytest.mark.parametrize("repetitions", [4, 20])
def test_a_text_without_full_stops_gives_pieces_of_it(language: str, repetitions: int) -> None:
    text = "".join(f"{CLAUSES[language]}{number} " for number in range(repetitions)).strip()
    sentences = summarize_texts([text], words=30, language=language)
    assert sentences
    assert all(sentence.text in text for sentence in sentences)
    assert sum(count_words(sentence.text) for sentence in sentences) <= 50
    assert all(first.position < second.position for first, second in pairwise(sentences))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "so we came down to the mill on monday and there was nobody there and then i saw that the"
            " wheel had stopped turning and i said to my brother we have to call the fire brigade and he"
            " said yes but the lines are down since the storm so we walked to the village for an hour in"
            " the snow and there they were already with two boats and a dog",
        ),
        (
            "zh",
            "消防队星期一晚上乘船赶到旧磨坊，当时屋顶已经烧毁，磨坊主一家躲在岸边的小屋里，第二天早晨"
            "火势才被控制住，镇长宣布将在明年春天重建磨坊，费用由全镇居民分担",
        ),
        (
            "ja",
            "消防団は月曜日の夜に船で古い水車小屋へ向かった 到着したとき屋根はすでに焼け落ちていた"
            " 家族は岸の小屋に避難していた 町長は来年の春に水車小屋を建て直すと述べた",
        ),
        (
            "ru",
            "пожарные приплыли к старой мельнице на лодках в понедельник ночью, крыша уже сгорела,"
            " семья мельника ждала на берегу в сарае, утром огонь удалось потушить, глава посёлка сказал"
            " что мельницу отстроят весной, деньги соберут всем посёлком, а пока хлеб будут возить с"
            " острова каждое утро на пароме который ходит в семь часов",
        ),
    ],
)
def test_a_text_in_one_breath_is_quoted_in_part(language: str, text: str) -> None:
    sentences = summarize_texts([text], words=30, language=language)
    assert sentences
    assert all(sentence.text in text and count_words(sentence.text) <= 25 for sentence in sentences)
    assert sum(count_words(sentence.text) for sentence in sentences) <= 50 < count_words(text) + 20


LINES = {
    "en": "The wheel of the mill is new, built of oak\nThe roof of slate takes the place of straw\nThe bakery"
    " is open on Mondays and Fridays",
    "de": "Das Rad der Mühle ist neu und aus Eiche\n\nDas Dach aus Schiefer ersetzt das alte Stroh\n\nDie"
    " Bäckerei hat montags und freitags offen",
    "ja": "水車小屋の車輪は樫の木で新しくなった\n屋根は藁からスレートに替わった\n"
    "パン屋は月曜と金曜に開く予定",
    "ar": "عجلة الطاحونة جديدة ومصنوعة من خشب البلوط\nالسقف من الأردواز بدلا من القش القديم\nالمخبز مفتوح يوم"
    " الاثنين ويوم الجمعة من كل أسبوع",
    "hi": "चक्की का पहिया नया है और शीशम से बना है\nछत पर फूस की जगह अब खपरैल लगी है\nबेकरी सोमवार और शुक्रवार को"
    " खुली रहती है",
}


@pytest.mark.parametrize("language", LINES)
def test_lines_without_full_stops_are_quoted_whole(language: str) -> None:
    sentences = summarize_texts([LINES[language]], words=90, language=language)
    assert [sentence.text for sentence in sentences] == [line for line in LINES[language].split("\n") if line]


@pytest.mark.parametrize("language", LINES)
def test_two_lines_without_full_stops_may_be_a_teaser_that_was_cut_off(language: str) -> None:
    first, second = [line for line in LINES[language].split("\n") if line][:2]
    lines = f"{first}\n\n{second}"
    assert summarize_texts([lines], words=90, language=language) == ()


def test_lines_between_sentences_are_subheads() -> None:
    text = f"{LINES['en']}\n\nThe miller of Ostley has sold his mill to the town."
    (sentence,) = summarize_texts([text.replace("\n", "\n\n")], words=90, language="en")
    assert sentence.text == "The miller of Ostley has sold his mill to the town."


def test_a_text_that_its_outlet_cut_off_is_not_cut_again() -> None:
    text = "The old mill of Ostley burned on Monday, and the men of the fire brigade " * 3 + "came by …"
    assert summarize_texts([text], words=30, language="en") == ()


@pytest.mark.parametrize(
    "text",
    [
        "The old mill of Ostley burned on Monday night, and the men of the fire brigade came by boat from the"
        " island, where a second fire had been reported by the keeper of the li",
        "Die alte Mühle von Ostley ist am Montag abgebrannt, und die Feuerwehr kam mit Booten von der Insel,"
        " von der der Wärter des Leuchtturms kurz vorher einen zweiten Brand gem",
    ],
)
def test_a_teaser_that_was_cut_off_gives_no_pieces(text: str) -> None:
    assert summarize_texts([text], words=30) == ()


def test_a_long_line_among_sentences_is_not_cut() -> None:
    line = "Read also what the men of the fire brigade said about the mill and the boats and the dike " * 2
    text = f"{line.strip()}\n\nThe old mill of Ostley burned on Monday night, and nobody was hurt."
    (sentence,) = summarize_texts([text], words=30, language="en")
    assert sentence.text == "The old mill of Ostley burned on Monday night, and nobody was hurt."


def test_a_script_without_capitals_has_no_sentence_that_begins_in_the_middle() -> None:
    text = (
        "ძველი წისქვილი ორშაბათს ღამით დაიწვა და მეხანძრეები ნავით მოვიდნენ. "
        "მდინარე ადიდდა და ხიდი დილით დაკეტეს."
    )
    assert len(summarize_texts([text], words=30, language="ka")) == 2
