"""Hard cases of sentence splitting in news, language by language. A bar marks the end of a sentence."""

from __future__ import annotations

import pytest

from digest.text import split_sentences

CASES = {
    "en": [
        "Lt. Gen. Ann Bell met Gov. Hale on Jan. 5.| They spoke for 2.5 hours.| No. 10 denied it.",
        "Washington, D.C. Mayor Ann Bell spoke.| The U.S. Army left.|"
        " He lives in Washington, D.C.| She does not.",
        "“It’s over.”| He left.| “Why?” she asked.| “Because…” he said, “I must.”",
        "The St. Ellis Co. v. Harbour Bros. case closed.| Mr. J.R.R. Hale Jr. won.| Harbour Bros. lost.",
        "It rose 0.5% to 1.2 million vs. 1.1 million.| (It fell later.)| [It rose again.]| Then it closed.",
        "PORT ELLIS, March 3 (Northwire) — The bridge jammed.| Nobody was hurt.",
        "The firm, Yahoo! Inc., bought it.| It paid $3.5bn.| Who knew?!| Not us…| Never.",
        "He said: “We go.| We stay.| We wait.”| Then he went.",
        "Visit www.ellis.example/a.b?c=d.| It is free.",
        "She works at the F.B.I. in town.| He is from the F.B.I.|"
        " They met at 5 a.m. and left at 6 p.m. on Friday.",
        "The vote was 52-48.| Sen. Hale (R., Ohio) lost.| Prof. Dr. Bell, Ph.D., won.| Etc. etc.",
        "It happened in Nov. 2025.| The No. 1 seed, A. Hale, lost to B. Cole 6-3, 6-4.| Rain fell.",
        "“We lost.”|“We won.”| They differ.",
        "The report (see p. 12) is out.| Fig. 3 shows it.| Vol. 2 follows in Dec.| Nobody reads it.",
        "At 8 p.m. the doors opened.| By 9 p.m.| She had left.",
        "Is it e.g. a bridge, i.e. a road?| Yes.| No.| Maybe… we shall see, he said.",
        "E. coli was found.| Vitamin C. was not.| Plan B. Hale agreed.",
        'The coach, James "J.R." Hale, won.| Rapper Ann “M.C.” Bell sang.| “I left the U.S.”| Bell did not.',
        "The ship M.V. Ellis sank.| J. F. K. spoke.| World War II.| The end came.",
    ],
    "de": [
        "Am 12. Mai 2026 kam Dr. med. Anna Brandt.| Sie blieb bis zum 3. Juni.| Dann ging sie.",
        "Der 1. FC Ellis gewann mit 2:1.| Im 19. Jahrhundert war das anders.|"
        " Kaiser Wilhelm II. besuchte Ellis.| Er blieb kurz.",
        "Das kostet ca. 3,5 Mio. Euro, d. h. zu viel.| Die Fa. Brandt & Co. KG zahlt.|"
        " Gem. Abs. 3 gilt Art. 5.",
        "„Wir gehen“, sagte er.| „Warum?“, fragte sie.| „Darum.“| Er ging.",
        "Prof. Dr. Brandt u. a. schreiben: Das stimmt.| Vgl. S. 12.",
        "Die Züge fahren um 8.30 Uhr.| Ab dem 5.9. gilt der neue Plan.| Bis Ende 2026.| Danach nicht.",
        "Er wurde 80.| Sie auch.| Am Montag, den 3., war Schluss.| Das war’s!",
        "Der Trainer Hans „H.-P.“ Brandt kam.| Er blieb.",
        "Der St. Ellis e. V. lädt ein.| Eintritt: 5 Euro.| Die Str. ist gesperrt.",
    ],
    "fr": [
        "M. Perrin et Mme Roy sont partis.| Ils habitent av. du Port.| Le Dr Blanc reste.",
        "« Nous partons. »| Il a souri.| « Pourquoi ? » a-t-elle demandé.| « Parce que… »",
        "L’art. 5 s’applique.| Cf. p. 12.| Les J.-C. ne comptent pas.| La S.N.C.F. a réagi.| Elle paiera.",
        "Le prix est de 3,5 millions d’euros.| Vers 8 h. 30, tout était fini.| Etc.",
        "Le chanteur Jean « J.-P. » Perrin est parti.| Il reviendra.",
        "Le n° 10 a gagné.| MM. Roy et Blanc ont perdu.| Le XXe siècle finit.",
    ],
    "es": [
        "El Sr. Vega y la Sra. Ruiz llegaron.| Viven en Av. del Puerto.| EE. UU. respondió.| El Dr. Sanz no.",
        "¿Quién paga?| Nadie.| ¡Qué pena!| «Nos vamos», dijo.| «¿Por qué?», preguntó ella.",
        "Subió un 3,5 % en enero.| El art. 5 rige.| Véase la pág. 12.| Fin.",
        "Nació en 1.980 a. C. según dicen.| El núm. 3 ganó.| D. José perdió.",
    ],
    "it": [
        "Il sig. Rossi e la dott.ssa Bianchi sono partiti.| Abitano in p.za Porto.| Perché?| Nessuno lo sa.",
    ],
    "pt": [
        "O Sr. Silva chegou.| A Dra. Costa saiu às 8h30.| Os EUA responderam.| Fim.",
    ],
    "nl": [
        "Dhr. Jansen en mevr. Vries kwamen.| Het kost ca. 3,5 mln. euro.| Waarom?| Niemand weet het.",
    ],
    "ru": [
        "В 2020 г. И. И. Иванов уехал.| Он вернулся 5 мая.| «Зачем?» — спросила она.|"
        " «Так надо», — ответил он.| Это было в г. Эллис.",
    ],
    "zh": [
        "市长说：“我们会重建。”|他没有说明日期。|为什么？|没有人知道！|价格上涨了3.5%。|“好，”她说，“走吧。”",
        "（新华社电）大桥昨天关闭。|工程师王明说：“需要三个月。”|之后会怎样……|没人知道。",
    ],
    "ja": [
        "橋は月曜日に閉鎖された。|「危険だ」と市長は述べた。|なぜか？|誰も知らない！|「行こう。」|彼は言った。",
    ],
    "ar": [
        "أغلقت البلدية الجسر يوم الاثنين.| لماذا؟| لا أحد يعرف!| قال د. سالم إن العمل مستمر.",
    ],
    "hi": [
        "पुल सोमवार को बंद हुआ।| क्यों?| कोई नहीं जानता।",
    ],
    "tr": [
        "Köprü 3. kez kapandı.| Dr. Ayşe Kaya konuştu.| Neden?| Kimse bilmiyor.",
    ],
    "pl": [
        "Most zamknięto 3 maja 2026 r. w Ellis.| Dr Nowak, prof. Kowalski i in. protestowali.| Dlaczego?",
    ],
}


@pytest.mark.parametrize(("language", "marked"), [(code, text) for code in CASES for text in CASES[code]])
def test_hard_cases_are_split(language: str, marked: str) -> None:
    wanted = [sentence.strip() for sentence in marked.split("|")]
    assert split_sentences(marked.replace("|", ""), language) == wanted
