"""Detection of a text's language."""

from __future__ import annotations

import subprocess
import sys

import pytest

from digest.text import detect_language


def test_a_declared_language_is_trusted() -> None:
    assert detect_language("Die Brücke ist zu", "en-GB") == "en"
    assert detect_language("Any text at all", "DEU") == "de"
    assert detect_language("Any text at all", "nb_NO") == "no"


@pytest.mark.parametrize("declared", ["", None, "und", "English"])
def test_the_text_decides_if_no_language_is_declared(declared: str | None) -> None:
    text = "The bridge over the harbour was closed on Monday after the storm, and it will not open soon."
    assert detect_language(text, declared) == "en"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Die Brücke am Hafen bleibt nach dem Sturm geschlossen, weil sie nicht mehr sicher ist."),
        ("fr", "Le pont du port reste fermé après la tempête, car il n'est plus sûr pour les voitures."),
        ("ja", "港の橋は嵐のあとで閉鎖された。"),
        ("zh", "港口大桥在风暴后关闭。 市民 只能 坐船。"),
        ("ko", "항구의 다리가 폭풍 후 폐쇄되었다"),
        ("el", "Η γέφυρα του λιμανιού έκλεισε"),
    ],
)
def test_languages_are_detected(language: str, text: str) -> None:
    assert detect_language(text) == language


def test_short_texts_are_undetermined() -> None:
    assert detect_language("Two words") == "und"
    assert detect_language("12 34 56 78") == "und"


def test_the_model_detects_a_headline() -> None:
    assert detect_language("Sturm schließt Hafenbrücke") == "de"


FEW_STOP_WORDS = {
    "en": (
        "Mayor Ina Rowe opened Harbour Bridge, Mill Lane, North Quay, Lock Road, Pier Street after "
        "three winters, before Saturday's regatta, while ferries kept running between Sandle, Wharf "
        "Point, Kiln Island until midnight, about forty minutes, which pleased crews."
    ),
    "de": (
        "Bürgermeisterin Ina Rohde eröffnete Hafenbrücke, Mühlgasse, Nordkai, Schleusenweg, Molenstraße "
        "nach drei Wintern, vor Samstags Regatta, während Fähren zwischen Sandlau, Werftspitze, "
        "Ofeninsel bis Mitternacht fuhren, wie Besatzungen und Reeder sich wünschten, auch sonntags, "
        "aber ohne Aufpreis, berichtete Sprecher Jonas Ferch, Reederei Sandlau."
    ),
    "fi": (
        "Pormestari Iina Rautio avasi Satamasillan, Myllykujan, Pohjoislaiturin, Sulkutien kolmen "
        "talven jälkeen, ennen lauantain regattaa, kun lautat kulkivat Sandelin, Telakkaniemen, "
        "Uunisaaren välillä puoleenyöhön, mutta ilman lisämaksua, kuten miehistöt ja varustamot olivat "
        "toivoneet, myös sunnuntaina."
    ),
}


def test_few_stop_words_of_one_language_alone_decide_without_the_model() -> None:
    program = (
        f"import sys; from digest.text import detect_language; texts = {list(FEW_STOP_WORDS.values())}; "
    )
    program += "print(*map(detect_language, texts)); sys.exit('py3langid' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, text=True)
    assert (run.stdout.split(), run.returncode) == (list(FEW_STOP_WORDS), 0)


def test_a_clear_text_does_not_load_the_model() -> None:
    text = "The bridge over the harbour was closed on Monday after the storm, and it will not open soon."
    program = f"import sys; from digest.text import detect_language; detect_language({text!r}); "
    program += "sys.exit('py3langid' in sys.modules or 'lxml' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_the_beginning_of_a_text_decides() -> None:
    english = "The ferry is shut and the people of the town wait for it at the quay. " * 30
    assert detect_language(english + "Το πλοίο δεν έφυγε από το λιμάνι. " * 200) == "en"
