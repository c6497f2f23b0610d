# ruff: noqa: E501 - one case per line is a readable table
"""Dates: parsed if unambiguous, else None."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from digest.sources.date_hints import DateHints, find_hints
from digest.sources.dates import limit_date, parse_date
from digest.sources.month_names import find_date_order


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Mon, 02 Mar 2026 08:30:00 GMT", "2026-03-02 08:30"),
        ("Mon,02 Mar 2026 08:30:00 GMT", "2026-03-02 08:30"),
        ("Tue, 02 Mar 2026 08:30:00 GMT", "2026-03-02 08:30"),
        ("2 Mar 26 08:30 EST", "2026-03-02 13:30"),
        ("Mo, 02 Mrz 2026 08:30:00 +0100", "2026-03-02 07:30"),
        ("Mo, 02 März 2026 08:30:00 +0100", "2026-03-02 07:30"),
        ("Mon, 02 Mar 2026 08:30:00 +0530", "2026-03-02 03:00"),
        ("Mon, 02 Mar 2026 08:30:00 GMT+01:00", "2026-03-02 07:30"),
        ("Mon, 02 Mar 2026 24:00:00 GMT", "2026-03-03 00:00"),
        ("Mon, 02 Mar 2026 25:00:00 GMT", None),
        ("Mon, 02 Mar 2026 08:30:00 XYZ", "2026-03-02 08:30"),
        ("Mon Mar  2 08:30:00 2026", "2026-03-02 08:30"),
        ("Mon Mar 2 08:30:00 PST 2026", "2026-03-02 16:30"),
        ("2026-03-02T08:30:00Z", "2026-03-02 08:30"),
        ("2026-03-02T08:30:00.123456789+05:30", "2026-03-02 03:00"),
        ("2026-03-02T08:30:00-0330", "2026-03-02 12:00"),
        ("2026-03-02T08:30+01", "2026-03-02 07:30"),
        ("2026-03-02 08:30:00 +0000 UTC", "2026-03-02 08:30"),
        ("20260302T083000Z", "2026-03-02 08:30"),
        ("2026-03-02", "2026-03-02 00:00"),
        ("2026/1/10", "2026-01-10 00:00"),
        ("2026-W10-1", "2026-03-02 00:00"),
        ("2026W101T083000Z", "2026-03-02 08:30"),
        ("2026-w10-1T08:30+01:00", "2026-03-02 07:30"),
        ("٢٠٢٦-W53-5", "2027-01-01 00:00"),
        ("2025-W53-1", None),
        ("2026-W10-8", None),
        ("2026-W10", None),
        ("2026-061", "2026-03-02 00:00"),
        ("2026-061T08:30:00+05:30", "2026-03-02 03:00"),
        ("2026061T0830Z", "2026-03-02 08:30"),
        ("2024-366 8.30 Uhr", "2024-12-31 08:30"),
        ("2026-366", None),
        ("2026-000", None),
        ("2026061", None),
        ("2026-0612", None),
        ("2026年3月2日", "2026-03-02 00:00"),
        ("1772440200", "2026-03-02 08:30"),
        ("1772440200000", "2026-03-02 08:30"),
        ("20/11/2026", "2026-11-20 00:00"),
        ("11/20/2026 8:05 PM", "2026-11-20 20:05"),
        ("12/20/2026 12:05 a.m.", "2026-12-20 00:05"),
        ("02.03.2026 08:30", "2026-03-02 08:30"),
        ("02/03/2026", None),
        ("03/03/2026", "2026-03-03 00:00"),
        ("2. März 2026, 08:30 Uhr", "2026-03-02 08:30"),
        ("lundi 2 mars 2026 à 8h30", "2026-03-02 08:30"),
        ("2 de marzo de 2026", "2026-03-02 00:00"),
        ("March 2nd, 2026 at 8:30 pm EDT", "2026-03-03 00:30"),
        ("Sept. 3, 2026", "2026-09-03 00:00"),
        ("3 jui 2026", None),
        ("yesterday around noon", None),
        ("30 Feb 2026", None),
        ("32 Foo 2026", None),
        ("0000-00-00", None),
        ("99999999999999999999", None),
        ("9999-12-31T23:59:59-12:00", None),
        ("0001-01-01T00:00:00+12:00", None),
        ("Fri, 31 Dec 9999 23:59:59 -1200", None),
        ("31.12.9999 23:59:59 -12:00", None),
        ("December 31, 9999 at 11:59 pm -12:00", None),
        ("", None),
    ],
)
def test_date_formats_are_parsed(text: str, moment: str | None) -> None:
    expected = datetime.fromisoformat(moment).replace(tzinfo=UTC) if moment else None
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2025-11-20T08:00:00Z",
            "2025-11-20T08:00:00-05:30",
            "2025-11-20T24:00:00Z",
            "2025-02-30T08:00:00Z",
        ),
        *("2025-11-20T08:00:00+99:00", "0001-01-01T00:00:00+05:00", "Thu, 20 Nov 2025 08:00:00 GMT"),
        *(
            "Thu, 20 Nov 2025 23:59:60 -0330",
            "Do, 20 Mai 2025 08:00:00 +0100",
            "Thu, 20 Xyz 2025 08:00:00 GMT",
        ),
        *("Thu, 31 Nov 2025 08:00:00 GMT", "Thu, 20 Nov 2025 08:00:00 +0060"),
    ],
)
def test_the_usual_date_formats_are_treated_like_any_other(text: str) -> None:
    assert parse_date(text) == parse_date(text.lower())


def parse(text: str, language: str = "", address: str = "https://x.example/") -> str | None:
    moment = parse_date(text, find_hints(language, address))
    return f"{moment:%Y-%m-%d %H:%M}" if moment else None


EVENING = "2026-05-17 20:30"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Sun, 17 May 2026 13:30:00 America/Los_Angeles",
            "17 May 2026 22:30 Europe/Oslo",
            "2026-05-18 05:30 Asia/Tokyo",
        ),
        *(
            "2026-05-17T22:30:00+02:00[Europe/Paris]",
            "2026-05-17 20:30 Etc/UTC",
            "2026-05-17 17:30 america/argentina/ushuaia",
        ),
        *(
            "Sun, 17 May 2026 16:30:00 ET",
            "17 May 2026 15:30 CT",
            "17 May 2026 14:30 MT",
            "17 May 2026 13:30 PT",
        ),
        *(
            "May 17, 2026 4:30 PM Eastern Time",
            "May 17, 2026 1:30 p.m. Pacific Daylight Time",
            "May 17, 2026, 2:30 pm (Central Standard Time)",
        ),
        *(
            "17 May 2026 17:30 BRT",
            "17 May 2026 17:30 ART",
            "18 May 2026 03:30 WIB",
            "18 May 2026 01:30 PKT",
            "17 May 2026 23:30 TRT",
        ),
        *(
            "18 May 2026 02:15 NPT",
            "18 May 2026 00:00 IRST",
            "Sun May 17 23:30:00 MSK 2026",
            "Sun, 17 May 2026 20:30:00 (UTC)",
        ),
        *(
            "Sun May 17 2026 22:30:00 GMT+0200 (Central European Summer Time)",
            "17/May/2026:20:30:00 +0000",
            "2026-05-17 15:30 -05",
        ),
    ],
)
def test_zones_are_known_by_name_and_abbreviation(text: str) -> None:
    assert parse(text) == EVENING


@pytest.mark.parametrize(
    ("text", "language", "address"),
    [
        *(
            ("17 May 2026 23:30 IST", "", "https://a.co.il/"),
            ("17 May 2026 21:30 IST", "en-IE", ""),
            ("18 May 2026 02:00 IST", "", "https://a.in/f"),
        ),
        *(
            ("18 May 2026 04:30 CST", "zh-CN", ""),
            ("18 May 2026 04:30 CST", "", "https://a.com.tw/"),
            ("17 May 2026 14:30 CST", "en-US", ""),
        ),
        *(
            ("18 May 2026 02:30 BST", "", "https://a.com.bd:8080/f"),
            ("17 May 2026 21:30 BST", "", "https://me:pw@a.co.uk/"),
        ),
        *(
            ("17 May 2026 16:30 AMT", "pt-BR", ""),
            ("18 May 2026 00:30 AMT", "hy_AM", ""),
            ("17 May 2026 23:30 AST", "ar-SA", ""),
        ),
        *(("18 May 2026 06:30 EST", "", "https://a.com.au"), ("17 May 2026 23:30 ET", "et-EE", "")),
    ],
)
def test_an_abbreviation_means_the_zone_of_the_country_of_the_source(
    text: str, language: str, address: str
) -> None:
    assert parse(text, language, address) == EVENING


@pytest.mark.parametrize("zone", ["XYZT", "AMT", "SST", "Berlin", "(local time)", "Mars/Olympus"])
def test_a_zone_that_is_not_certain_is_utc(zone: str) -> None:
    assert parse(f"Sun, 17 May 2026 20:30:00 {zone}") == EVENING


@pytest.mark.parametrize(
    ("text", "language"),
    [
        *(
            ("Su, 17 Touko 2026 20:30", ""),
            ("17. toukokuuta 2026 klo 20.30", "fi"),
            ("вс, 17 мая 2026 г., 20:30", ""),
            ("17 травня 2026 року 20:30", ""),
        ),
        *(
            ("17 мај 2026 20:30", "mk"),
            ("17 май 2026 г. в 20:30", "bg"),
            ("17 мамыр 2026 20:30", "kk"),
            ("Κυρ, 17 Μαΐου 2026 20:30", ""),
        ),
        *(
            ("17 ΜΑΪΟΥ 2026, 8:30 μ.μ.", "el"),
            ("Paz, 17 May 2026 20:30", ""),
            ("17 MAYIS 2026 Pazar 20:30", "tr"),
            ("17 maj 2026 20:30", "pl"),
        ),
        *(
            ("17. května 2026 20:30", ""),
            ("17. svibnja 2026 20:30", ""),
            ("17. máj 2026 20:30", "sk"),
            ("2026. május 17. 20:30", ""),
        ),
        *(
            ("2026 m. gegužės 17 d. 20:30", ""),
            ("2026. gada 17. maijs 20:30", ""),
            ("17. mai 2026 kell 20.30", "et"),
            ("17 mai 2026, ora 20:30", "ro"),
        ),
        *(
            ("17 de maig de 2026 20:30", ""),
            ("17 maiatza 2026 20:30", ""),
            ("17 Bealtaine 2026 20:30", ""),
            ("17 Mai 2026 20:30", "cy"),
        ),
        *(
            ("17. maí 2026 20:30", "is"),
            ("17 ta’ Mejju 2026 20:30", ""),
            ("17 maj 2026 20:30", "sq"),
            ("17 מאי 2026 20:30", ""),
            ("17 مايو 2026 08:30 م", "ar"),
        ),
        *(
            ("١٧ مايو ٢٠٢٦ ٢٠:٣٠", ""),
            ("۱۷ مه ۲۰۲۶ ۲۰:۳۰", "fa"),
            ("17 मई 2026 20:30", ""),
            ("১৭ মে ২০২৬ ২০:৩০", ""),
            ("17 மே 2026 20:30", ""),
        ),
        *(
            ("17 พ.ค. 2026 20:30 น.", ""),
            ("17 พฤษภาคม ค.ศ. 2026 20 นาฬิกา 30 นาที", ""),
            ("17 tháng 5 năm 2026 20:30", ""),
            ("17 Mei 2026 20:30", "id"),
        ),
        *(
            ("17 მაისი 2026 20:30", ""),
            ("17 մայիսի 2026 20:30", ""),
            ("17. mail 2026 20:30", "et"),
            ("17 أيار 2026 20:30", "ar"),
            ("17 במאי 2026 20:30", "he"),
            ("17 พ.ค. 69 20:30", "th"),
            ("日, 17 5月 2026 20:30:00 +0000", "ja"),
            ("星期日, 17 五月 2026 20:30", "zh"),
            ("週日, 17 05 2026 20:30", "zh"),
            ("二〇二六年五月十七日 20:30", "zh"),
            ("2026年五月十七日 二十时三十分", "zh"),
            ("2026(e)ko maiatzaren 17a 20:30", "eu"),
            ("17 Mayo 2026 20:30", "fil"),
            ("17 Mei 2026 20:30", "sw"),
            ("2026 оны 5-р сарын 17 20:30", "mn"),
        ),
    ],
)
def test_months_are_known_in_all_languages(text: str, language: str) -> None:
    assert parse(text, language) == EVENING


@pytest.mark.parametrize(
    ("text", "language", "month"),
    [
        ("9 تشرين الثاني 2026", "ar", 11),
        ("9 تشرين الأول 2026", "ar", 10),
        ("9 كانون الأول 2026", "ar", 12),
        ("9 בנובמבר 2026", "he", 11),
        ("9. novembril 2026", "et", 11),
        ("9. jaanuaril 2026", "et", 1),
        ("9. juunil 2026", "et", 6),
        ("二〇二六年十二月九日", "zh", 12),
        ("二〇二六年十月九日", "ja", 10),
    ],
)
def test_names_of_months_are_known_in_other_forms(text: str, language: str, month: int) -> None:
    assert parse(text, language) == f"2026-{month:02}-09 00:00"


def test_the_language_decides_whether_a_word_is_a_weekday_or_a_half_of_the_day() -> None:
    assert parse("2026. május 17. du. 8:30", "hu") == "2026-05-17 20:30"
    assert parse("2026. május 17., vasárnap du. 8:30", "hu") == "2026-05-17 20:30"
    assert parse("2026. május 17. de. 8:30", "hu") == "2026-05-17 08:30"
    assert parse("du. 17 mai 2026, 8:30", "ro") == "2026-05-17 08:30"


def test_the_weekday_or_the_language_decides_what_a_month_means() -> None:
    assert parse("29. lip 2026", "hr") == "2026-06-29 00:00"
    assert parse("29 lip 2026", "pl") == "2026-07-29 00:00"
    assert parse("Paz, 29 Kas 2026") == parse("29 Kas 2026", "tr") == "2026-11-29 00:00"
    assert parse("29 qwrtz 2026") is None
    assert parse_date("29 Kas 2026") is None, "without hints only the languages of editions count"


@pytest.mark.parametrize(
    "text",
    [
        *("17-05-2026 20:30:00", "05-17-2026 20:30", "17.05.2026 20.30", "17.5.2026, 20:30 Uhr", "17/05/2026 20h30", "5/17/2026 8:30 PM"),
        *("2026年5月17日 20时30分", "2026年5月17日20時30分00秒", "２０２６年５月１７日　午後８時３０分", "2026年5月17日(日) 20:30", "2026년 5월 17일 오후 8시 30분"),
        *("2026年5月17日 晚上8点半", "2026年5月17日 午後8時半", "2026년 5월 17일 오후 8시 반", "2026年5月17日 20時半"),
        *("令和8年5月17日 20時30分", "民國115年5月17日 20:30", "20260517T2030", "20260517T203000Z", "202605172030", "20260517203000", "20260517 20:30"),
        *("Sun, 17 May 2026 20.30.00 GMT", "Sun, 17 May 2026 2030 GMT", "17 May 2026 203000", "17 May 2026, 20 h 30", "17 May 2026 20u30"),
        *("20:30, 17 May 2026", "8:30 p.m., May 17, 2026", "20:30 17.05.2026", "May 17 2026 8:30PM", "Sunday May 17th, 2026 at 8:30pm", "2026-May-17 20:30"),
        *("17 May 2026, 8:30 p. m.", "May 17, 2026 8:30 P. M.", "8:30 p. m., 17 May 2026", "17 May 2026 8:30 P M", "17 May 2026 8:30 μ. μ."),
        *("2026-05-17T20:30:00,5Z", "2026/05/17 20:30", "2026.05.17 20:30", "Sunday, May 17, 2026 - 20:30", "17 May, 2026 20:30:00 +0000"),
    ],
)  # fmt: skip
def test_times_are_read_in_many_forms(text: str) -> None:
    assert parse(text) == EVENING


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        *(
            ("17.05.26 20:30", "de", EVENING),
            ("17/05/26 20:30", "fr-FR", EVENING),
            ("5/17/26 20:30", "en-US", EVENING),
            ("26.05.17 20:30", "ko", EVENING),
        ),
        *(
            ("17.05.26", "", None),
            ("26-05-17", "", None),
            ("17/05/99", "", "1999-05-17 00:00"),
            ("04/05/2026", "", None),
            ("04/05/2026", "en", None),
        ),
        *(
            ("04/05/2026", "de", "2026-05-04 00:00"),
            ("04/05/2026", "en-GB", "2026-05-04 00:00"),
            ("04/05/2026", "en-US", "2026-04-05 00:00"),
        ),
        *(
            ("04-05-2026", "", None),
            ("04-05-2026", "nl", "2026-05-04 00:00"),
            ("04.05.2026", "", "2026-05-04 00:00"),
            ("31-31-2026", "nl", None),
        ),
    ],
)
def test_numbers_are_ordered_only_where_that_is_certain(
    text: str, language: str, expected: str | None
) -> None:
    assert parse(text, language) == expected


def test_the_country_decides_the_order_of_numbers() -> None:
    assert (
        parse("04/05/2026", "en", "https://a.co.uk/f")
        == parse("04/05/2026", "", "https://a.com.au/f")
        == "2026-05-04 00:00"
    )
    assert [find_date_order("", country) for country in ("us", "jp", "zz")] == ["mdy", "ymd", ""]


@pytest.mark.parametrize(
    ("text", "language", "hour"),
    [
        ("17 मई 2026, रात 8:30 बजे", "hi", 20), ("17 मई 2026 शाम 5:30", "hi", 17), ("17 मई 2026 दोपहर 2:30", "hi", 14),
        ("17 मई 2026 सुबह 8:30", "hi", 8), ("17 मई 2026 रात 1:30", "hi", 1), ("17 मई 2026 पूर्वाह्न 8:30", "hi", 8),
        ("17 मे 2026 रात्री 8:30", "mr", 20), ("১৭ মে ২০২৬, রাত ৮:৩০", "bn", 20), ("17 மே 2026 இரவு 8:30", "ta", 20),
        ("17 మే 2026 రాత్రి 8:30", "te", 20), ("17 مئی 2026 رات 8:30", "ur", 20), ("17 May 2026, 8:30 in the evening", "en", 20),
        ("17. Mai 2026, 8:30 Uhr abends", "de", 20), ("17 mai 2026, 8h30 du soir", "fr", 20), ("17 mai 2026, 1h30 du matin", "fr", 1),
        ("17 мая 2026 в 8:30 вечера", "ru", 20), ("17 мая 2026 в 2:30 ночи", "ru", 2), ("17 tháng 5 năm 2026 8:30 tối", "vi", 20),
        ("17 Mei 2026 8:30 malam", "ms", 20), ("17/05/2026 20:30 tối", "vi", 20), ("2026年5月17日 晚上8:30", "zh", 20),
        ("17 mei 2026 8.30 uur 's avonds", "nl", 20), ("17 mei 2026, ’s ochtends 8:30", "nl-BE", 8), ("17 mei 2026 8:30 vanavond", "nl", 20),
        ("17. mai 2026 kl. 8.30 om kvelden", "nb", 20), ("17. mai 2026 2:30 ettermiddag", "no", 14), ("17. mai 2026 8:30 på kvelden", "nn", 20),
        ("17. Mai 2026 um 8:30 Uhr am Abend", "de", 20), ("17. Mai 2026 um 8:30 Uhr am Morgen", "de", 8), ("17 mai 2026 3h30 de l’après-midi", "fr", 15),
        ("17 maggio 2026 alle 8:30 della sera", "it", 20), ("2026 m. gegužės 17 d. 8:30 vakaro", "lt", 20), ("17 de maig de 2026 8:30 del vespre", "ca", 20),
        ("17. maí 2026 8.30 um kvöld", "is", 20), ("2026ko maiatzaren 17a 8:30 iluntzean", "eu", 20), ("2026年5月17日夜8時30分", "ja", 20),
        ("17 tháng 5, 2026 8 giờ 30 tối", "vi", 20), ("8:30 tối 17 tháng 5 năm 2026", "vi", 20), ("8:30 de la noche, 17 de mayo de 2026", "es", 20),
        ("2026. május 17. este 8 óra 30", "hu", 20), ("17. Mai 2026 8:30 Sonnabend", "de", 8), ("17 May 2026 8:30 tonight", "en", 20),
        ("17 May 2026, 12:30 at night", "en", 0), ("2026 оны 5 сарын 17 орой 8:30", "mn", 20),
    ],
)  # fmt: skip
def test_a_part_of_the_day_decides_between_two_hours(text: str, language: str, hour: int) -> None:
    assert parse(text, language) == f"2026-05-17 {hour:02}:30"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        *(("2026 оны арван нэгдүгээр сарын 9", "mn"), ("2026 оны арваннэгдүгээр сарын 9-ны өдөр", "")),
        *(
            ("9 арван нэгдүгээр сар 2026", "mn"),
            ("2026 оны 11 дүгээр сарын 9", "mn"),
            ("월, 9 11월 2026", "ko"),
        ),
        *(
            ("יום ב', 9 נוב׳ 2026", "he"),
            ("ב׳, 9 נוב 2026", "he"),
            ("9 tháng 11, 2026", "vi"),
            ("9 tháng 11 năm 2026", "vi"),
        ),
    ],
)
def test_months_that_are_counted(text: str, language: str) -> None:
    assert parse(text, language) == "2026-11-09 00:00"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4:30 pm EDT, Sun May 17, 2026", EVENING),
        ("20:30 GMT, 17 May 2026", EVENING),
        ("22:30 MESZ 17. Mai 2026", EVENING),
        ("20:30 Sun 17 May 2026", EVENING),
        ("2026:05:17 20:30:00", EVENING),
        ("May-17-2026 20:30", EVENING),
        ("2026ko maiatzaren 17a, 20:30", EVENING),
    ],
)
def test_a_time_may_come_first_and_numbers_have_other_marks(text: str, expected: str) -> None:
    assert parse(text, "eu" if "ko " in text else "en") == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        *(
            ("17 พ.ค. 2569 20:30", "", EVENING),
            ("17/05/2569 20:30", "th", EVENING),
            ("17 May 2569", "en", "2569-05-17 00:00"),
        ),
        *(
            ("۲۷ اردیبهشت ۱۴۰۵ ۲۰:۳۰", "", EVENING),
            ("1405/02/27 20:30", "fa", EVENING),
            ("1 farvardin 1405", "", "2026-03-21 00:00"),
        ),
        *(
            ("30 esfand 1403", "", "2025-03-20 00:00"),
            ("30 esfand 1404", "", None),
            ("1 فروردین 1408", "", "2029-03-20 00:00"),
        ),
        *(
            ("29 رجب 1447", "ar", None),
            ("1 Muharram 1448", "", None),
            ("8 Kislev 5786", "", None),
            ("大正8年5月17日", "", None),
        ),
    ],
)
def test_other_calendars_are_converted_if_that_is_certain(
    text: str, language: str, expected: str | None
) -> None:
    assert parse(text, language) == expected


@pytest.mark.parametrize(
    "text",
    [
        *(
            "17 May 2026 sometime",
            "2026-05-17 evening",
            "17 May 2026 25:00",
            "17 May 2026 20:75",
            "17 May 2026 99",
            "2026-05-17 | Harbour",
        ),
        *(
            "17 May 2026 13 am",
            "2026-05-17T20:30:00+29:00",
            "17 May 2026 20:30:5",
            "May 2026",
            "2026-13-01",
            "17 mai",
        ),
    ],
)
def test_what_follows_a_day_and_is_no_time_makes_it_unknown(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "17 May 2026, Sunday",
        "2026年5月17日 星期日",
        "17.05.2026 (domenica)",
        "17 мая 2026 г.",
        "2026-05-17 ",
        "17/05/2026, Sonntag",
    ],
)
def test_a_day_without_a_time_is_midnight(text: str) -> None:
    assert parse(text) == "2026-05-17 00:00"


@pytest.mark.parametrize(
    ("language", "address", "hints"),
    [
        *(
            ("pt_BR", "", ("pt-br", "br")),
            ("de", "https://a.at/f", ("de", "at")),
            ("", "https://me@a.co.uk:80/", ("", "gb")),
        ),
        *(
            ("en", "https://a.example.com", ("en", "")),
            ("zh-Hant-TW", "", ("zh-hant-tw", "")),
            ("", "", ("", "")),
            ("", "no address", ("", "")),
        ),
    ],
)
def test_hints_come_from_language_and_address(language: str, address: str, hints: tuple[str, str]) -> None:
    assert find_hints(language, address) == DateHints(*hints)


def test_a_date_is_never_after_now() -> None:
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    for hours, expected in ((-1, now.replace(hour=8)), (0, now), (2, now), (3, now), (4, None)):
        assert limit_date(now.replace(hour=9 + hours), now) == expected
    assert limit_date(None, now) is None


@pytest.mark.parametrize("text", ["9" * 1_000_000, "12 jan " * 100_000, "x" * 130 + " 17 May 2026"])
def test_a_text_longer_than_any_date_is_none(text: str) -> None:
    assert parse_date(text) is None
