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
