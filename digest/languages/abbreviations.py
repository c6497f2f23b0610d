"""Abbreviations that end in a full stop, by language.

Only those that capitals or numbers follow inside a sentence: before a small letter no stop ends a
sentence anyway, and one that mostly closes a sentence ("etc.") needs no entry.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple


class Abbreviations(NamedTuple):
    """The abbreviations of one language, casefolded, without their last stop.

    inner: before a name, or in the middle of a phrase. numbered: before a number. final: may stand at
    the end of a sentence, too, so that the next word must decide. listed: all of them.
    """

    inner: frozenset[str]
    numbered: frozenset[str]
    final: frozenset[str]
    listed: frozenset[str]


# language: (inner, numbered, final)
_LISTS: dict[str, tuple[str, str, str]] = {
    "en": (
        """
            adm assoc brig capt cf cmdr col cpl cpt det dr drs e.g esp fr ft gen gov govs hon i.e incl insp
            lt maj messrs mgr mr mrs ms mt mx pres prof pvt rep reps rev rt sen sens sgt st ste supt v
            viz vs
        """,
        """
            approx apr art aug c ca ch dec feb fig figs jan jul jun mar no nos nov oct p par pp sec sep
            sept vol vols
        """,
        """
            al ala ariz ark ave blvd bros calif co colo conn corp d.c del dept e.u ext fla ga ill inc ind
            jr kan ky la ltd m.d mass md mich minn miss mo mont neb nev okla ore pa ph.d plc rd sr tenn
            tex u.k u.n u.s u.s.a univ va vt wash wis wyo
        """,
    ),
    "de": (
        """
            allg b bes bspw bzw ca d d.h dipl dr ehem einschl evtl exkl fr frl geb gem gest ggf ggü hl hr
            fa i i.d.r ing inkl insb insbes lt mag max med min mr mrs nat o.ä phil prof rer sen sog st u
            u.a u.u v v.a verh vgl z z.b z.t zzgl
        """,
        "abs anm apr art az aug bd dez feb jan jul jun kap mär nov nr okt s sep sept tel ziff",
        "chr co jh jhd jr min mio mrd sek std str tsd",
    ),
    "fr": (
        "apr av c.-à-d cdt cf col dr env ex gén lt me mgr mlle mm mme mr p.ex pr st ste vs",
        "art avr chap déc fig févr h janv juil n no nov oct p pp sept t tél vol",
        "cie inc j.-c jr ltd s.a",
    ),
    "es": (
        """
            aprox arq av avda cap cnel dr dra dres dña ee ej excmo fr gral ing lic mons p.ej prof profa
            sr sra sras sres srta sta sto tte ud uds vd vds vs
        """,
        "art arts fig n núm pág págs tel tfno vol",
        "a.c cía d.c ee.uu inc jr ltd s.a uu",
    ),
    "it": (
        """
            arch avv cap cfr col dott dott.ssa dr gen geom ing mons on p.es prof prof.ssa rag s sig
            sig.ra sigg ss vs
        """,
        "art artt fig n nn pag pagg tel vol",
        "a.c d.c inc jr s.p.a s.r.l",
    ),
    "pt": (
        "arq av cel dep dr dra drs eng ex exmo gen gov min prof profa sen sr sra sras srs srta vs",
        "art arts cap fig n núm pág págs tel vol",
        "a.c cia d.c inc jr ltda s.a",
    ),
    "nl": (
        """
            bijv bv ca d.w.z dhr dr drs ds excl i.p.v incl ing ir m.b.t mevr mgr mr mw o.a prof resp st
            t.o.v vgl z.g zgn
        """,
        "apr art aug blz dec feb jan jul jun mrt nov nr nrs okt p pag sep sept tel",
        "co inc jr n.chr v.chr",
    ),
    "sv": (
        "bl.a ca d.v.s dr dvs ev exkl fr.o.m inkl jfr p.g.a prof resp s.k st t.ex t.o.m",
        "art kap kl nr s",
        "kr",
    ),
    "da": (
        "bl.a ca d.v.s dr dvs ekskl evt f.eks fx hhv inkl jf p.g.a pga prof st",
        "art kap kl nr s stk",
        "kr mia mio",
    ),
    "no": (
        "bl.a ca d.v.s dr dvs ekskl evt f.eks hhv inkl jf p.g.a pga prof st",
        "art kap kl nr s",
        "kr mill mrd",
    ),
    "fi": (
        "dr esim ks mm noin ns prof tri ts vrt",
        "klo nro s",
        "",
    ),
    "pl": (
        "al dr gen hab im inż kpt ks m.in mgr np ok por prof płk red tzn tzw ul wg św",
        "art godz nr poz s str ust",
        "r tys zł",
    ),
    "cs": (
        "cca dr gen ing judr mgr mj mudr např nám phdr plk popř prof resp sv tj tzn tzv ul vč",
        "odst s str č čl",
        "r tis",
    ),
    "ru": (
        "акад г-жа г-н гг ген д им напр обл пос пр проф св см ср стр т.е т.к т.н ул",
        "гл п рис ст табл №",
        "в вв г др коп млн млрд н.э руб тыс",
    ),
    "uk": (
        "акад буд вул ген див м напр обл просп проф св т.зв ім",
        "гл п рис ст табл №",
        "грн коп млн млрд н.е р рр ст тис ін",
    ),
    "tr": (
        "alb av doç dr gen prof sn st vb yrd ör",
        "md no s sf",
        "yy",
    ),
    "ro": (
        "av col dl dna dr ex gen ing nr prof sf str",
        "alin art nr pag",
        "d.hr î.hr",
    ),
    "hu": (
        "dr gr id ifj ill kb pl prof st vö özv ún",
        "sz",
        "i.e i.sz",
    ),
    "id": (
        "dr drs h hj ir jl ny prof st tn",
        "hlm no pasal tel",
        "tbk",
    ),
    "vi": (
        "bs gs ks p pgs q ths tp ts tx",
        "số",
        "",
    ),
    "el": (
        "αγ βλ δρ κ κκ λεωφ π.χ",
        "άρθρ αρ σελ",
        "μ.χ",
    ),
}

# Hours: they end a sentence unless a day or a time zone follows.
CLOCK = frozenset({"a.m", "p.m"})

# Languages that write "3." for "third", where a stop after a number says little.
_ORDINALS = "bs cs da de et fi hr hu is lv no pl sk sl sr"
ORDINALS = frozenset(_ORDINALS.split())


@cache
def abbreviations(language: str) -> Abbreviations:
    """Return the abbreviations of a language; those of English for a language without a list."""
    inner, numbered, final = (frozenset(listed.split()) for listed in _LISTS.get(language, _LISTS["en"]))
    return Abbreviations(inner, numbered, final, inner | numbered | final)
