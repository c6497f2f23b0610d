"""Words and patterns of Indonesian."""

from __future__ import annotations

from digest.languages.language import Abbreviations, Language

LANGUAGE = Language(
    stop_words="""
        ada adalah agar akan anda antara atau bagi bahwa belum bisa dalam dan dapat dari dengan di dia
        hal hanya harus hingga ia ini itu jika juga kami karena ke kepada ketika kita lagi lalu lebih
        maka masih menjadi mereka namun oleh pada para pun saat sampai saya sebagai sebelum secara
        sedang seperti serta setelah sudah telah tentang terhadap tersebut tetapi tidak untuk yang
    """,
    abbreviations=Abbreviations(
        inner="""
            a.n bpk cv d.a dr drg drs ds gg gub h hj ir jend jl kab kav kec kel kh kol komp kompol letjen
            mayjen mgr mr mrs nn ny pdt pgr prof r s.d sdr sp st tgk tn ust yth
        """,
        numbered="ay ayat bab hlm jln kav lt nmr no pasal rp rt rw tel tgl thn vol",
        final="pt tbk",
    ),
)
