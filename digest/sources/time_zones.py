"""Find the offset of a time zone by its abbreviation, its name, or the country that it is used in."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

# Abbreviations with one usual meaning: offsets from UTC in hours.
ZONES = {
    name: round(hours * 60)
    for hours, names in {
        0: "z ut utc gmt wet egst",
        1: "west cet mez met bst wat hnec",
        2: "cest mesz mest eet sast cat haec",
        3: "eest msk eat trt",
        3.5: "irst",
        4: "azt get samt mut",
        4.5: "irdt aft",
        5: "pkt uzt tjt tmt yekt mvt",
        5.5: "ist slst",
        5.75: "npt",
        6: "omst kgt btt",
        6.5: "mmt",
        7: "wib ict krat novt",
        8: "awst hkt sgt wita irkt myt pht",
        9: "jst kst wit yakt tlt",
        9.5: "acst",
        10: "aest chst vlat pgt",
        10.5: "acdt",
        11: "aedt magt sbt",
        12: "nzst fjt pett",
        13: "nzdt",
        -1: "azot",
        -2: "fnt brst uyst",
        -2.5: "ndt hat",
        -3: "adt brt art uyt clst haa pyst",
        -3.5: "nst hnt",
        -4: "ast edt clt bot vet gyt hae hna pyt",
        -5: "est cdt cot pet ect hac hne",
        -6: "cst mdt har hnc",
        -7: "mst pdt hap hnr",
        -8: "pst akdt hnp",
        -9: "akst",
        -10: "hst",
    }.items()
    for name in names.split()
}

# Abbreviations that mean something else in some countries: {country: hours}.
_IN_COUNTRY: dict[str, dict[str, float]] = {
    "amt": {"am": 4, "br": -4},
    "ast": {"bh": 3, "iq": 3, "kw": 3, "qa": 3, "sa": 3, "ye": 3},
    "bst": {"bd": 6},
    "bdt": {"bd": 6, "bn": 8},
    "cst": {"cn": 8, "tw": 8, "mo": 8, "cu": -5},
    "cdt": {"cu": -4},
    "est": {"au": 10},
    "edt": {"au": 11},
    "gst": {"ae": 4, "om": 4},
    "ist": {"ie": 1},
    "mst": {"my": 8},
    "pst": {"ph": 8},
    "sst": {"sg": 8, "ws": -11, "as": -11},
    "wst": {"au": 8, "eh": 1, "ws": 13},
    "wt": {"id": 7},
}
# Abbreviations and words for a zone with its daylight saving time, which the date decides.
_NAMED = {
    "et": "America/New_York",
    "ct": "America/Chicago",
    "mt": "America/Denver",
    "pt": "America/Los_Angeles",
    "akt": "America/Anchorage",
    "ht": "Pacific/Honolulu",
    "eastern": "America/New_York",
    "central": "America/Chicago",
    "mountain": "America/Denver",
    "pacific": "America/Los_Angeles",
    "idt": "Asia/Jerusalem",
}
_NAMED_IN_COUNTRY = {
    "ist": {"il": "Asia/Jerusalem"},
    "et": {"ee": "Europe/Tallinn"},
    "ct": {"au": "Australia/Adelaide"},
}
_NORTH_AMERICAN = frozenset({"", "us", "ca", "mx"})

_OFFSET = re.compile(r"(?:utc|gmt|z)?\s*([+−–-])\s*(\d\d?)(?::?(\d\d))?(?![\d:])(?:\s*h\b)?")
_IANA = re.compile(r"[a-z_]+(?:/[a-z0-9_+-]+)+")
_WORD = re.compile(r"[^\W\d_]+")
_WRITTEN = re.compile(r"(eastern|central|mountain|pacific)\s+(?:(standard|daylight)\s+)?time\b")
_MAX_OFFSET = timedelta(hours=24)


def find_offset(text: str, local: datetime, country: str = "") -> timedelta | None:
    """Return how far the zone at the start of a text is ahead of UTC, or None if the text names none.

    text: lower case, what follows a time. local: that time, for zones with daylight saving time. country:
    two letters; it decides what an abbreviation means that several zones have. An abbreviation that is not
    known, or not certain, is none. Raises ValueError for an offset that no zone has.
    """
    text = text.strip(" ([")
    if iana := _IANA.match(text):
        name = _list_zones().get(iana[0].rstrip("-+_"))
        return _offset_in(name, local) if name else None
    if offset := _OFFSET.match(text):
        minutes = int(offset[3] or 0)
        ahead = timedelta(hours=int(offset[2]), minutes=minutes)
        if ahead > _MAX_OFFSET:
            raise ValueError("not an offset")
        return ahead if offset[1] == "+" else -ahead
    if written := _WRITTEN.match(text):
        ahead_now = _offset_in(_NAMED[written[1]], local)
        standard = _offset_in(_NAMED[written[1]], local.replace(month=1, day=1))
        is_fixed = written[2] is not None and ahead_now is not None and standard is not None
        return (
            standard + timedelta(hours=written[2] == "daylight")
            if is_fixed and standard is not None
            else ahead_now
        )
    found = _WORD.match(text)
    return _find_abbreviation(found[0], local, country) if found else None


def is_zone_name(name: str, country: str) -> bool:
    """Return whether a word in lower case is a known abbreviation of a time zone; see find_offset."""
    return _find_abbreviation(name, datetime(2026, 1, 1, tzinfo=UTC), country) is not None


def _find_abbreviation(name: str, local: datetime, country: str) -> timedelta | None:
    if zone := _NAMED_IN_COUNTRY.get(name, {}).get(country):
        return _offset_in(zone, local)
    hours = _IN_COUNTRY.get(name, {}).get(country)
    if hours is not None:
        return timedelta(hours=hours)
    if name in ZONES:
        return timedelta(minutes=ZONES[name])
    if name in _NAMED and (len(name) > 2 or country in _NORTH_AMERICAN):
        return _offset_in(_NAMED[name], local)
    return None


def _offset_in(zone: str, local: datetime) -> timedelta | None:
    try:
        return local.replace(tzinfo=ZoneInfo(zone)).utcoffset()
    except ZoneInfoNotFoundError:
        return None


@cache
def _list_zones() -> dict[str, str]:
    """Return {name in lower case: name} of all zones of the IANA database."""
    return {name.lower(): name for name in available_timezones()}
