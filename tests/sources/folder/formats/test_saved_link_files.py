"""Exports of services that save articles, and bookmarks: old links are no news."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from digest.models import Article
from tests.support.folders import NOW, collect_file, list_left_out

TODAY, LONG_AGO = NOW - timedelta(hours=5), NOW - timedelta(days=400)
NEW, OLD = int(TODAY.timestamp()), int(LONG_AGO.timestamp())

CSV = {
    "Pocket": f"""title,url,time_added,tags,status
Tide mill grinds,https://quay.example/tide,{NEW},water|mills,unread
Harbour crane sold,https://quay.example/crane,{OLD},,archive
https://quay.example/bare,https://quay.example/bare,{NEW},,unread
""",
    "Instapaper": f"""URL,Title,Selection,Folder,Timestamp,Tags
https://quay.example/tide,Tide mill grinds,,Unread,{NEW},"[""water"",""mills""]"
https://quay.example/crane,Harbour crane sold,,Archive,{OLD},[]
""",
    "Raindrop": f"""id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite
1,Tide mill grinds,my note,,https://quay.example/tide,Unsorted,"water, mills",{TODAY.isoformat()},,,false
2,Harbour crane sold,,,https://quay.example/crane,Unsorted,,{LONG_AGO.isoformat()},,,false
""",
    "Readwise Reader": f"""Title,URL,ID,Document tags,Saved date,Reading progress,Location,Seen
Tide mill grinds,https://quay.example/tide,a,"water, mills",{TODAY.isoformat(" ")},0,new,False
Harbour crane sold,https://quay.example/crane,b,,{LONG_AGO.isoformat(" ")},1,archive,True
""",
}
BOOKMARKS = f"""<!DOCTYPE NETSCAPE-Bookmark-file-1>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8"><TITLE>Bookmarks</TITLE><H1>Bookmarks</H1>
<DL><p><DT><H3>Quay</H3><DL><p>
<DT><A HREF="https://quay.example/tide" ADD_DATE="{NEW}" TAGS="water,mills">Tide mill grinds</A>
<DD>Ten sacks of rye.
<DT><A HREF="https://quay.example/crane" ADD_DATE="{OLD}">Harbour crane sold</A>
<DT><A HREF="javascript:alert(1)">A script</A>
</DL><p></DL>
"""
POCKET_PAGE = f"""<!DOCTYPE html>
<html><!--exported--><head><meta charset="UTF-8"><title>Pocket Export</title></head>
<body><h1>Unread</h1><ul>
<li><a href="https://quay.example/tide" time_added="{NEW}" tags="water,mills">Tide mill grinds</a></li>
<li><a href="https://quay.example/crane" time_added="{OLD}" tags="">Harbour crane sold</a></li>
</ul></body></html>
"""


def describe(article: Article) -> tuple[str, str, object, bool]:
    return article.title, article.url, article.published, article.is_backlog


EXPECTED = [
    ("Tide mill grinds", "https://quay.example/tide", None, False),
    ("Harbour crane sold", "https://quay.example/crane", None, True),
]


@pytest.mark.parametrize("service", CSV)
def test_rows_of_an_export_are_links_and_old_ones_no_news(tmp_path: Path, service: str) -> None:
    result = collect_file(tmp_path, "export.csv", CSV[service])
    assert [describe(article) for article in result.articles] == EXPECTED
    assert result.articles[0].categories == ("water", "mills")
    assert all("note" not in article.text for article in result.articles)


def test_a_row_without_a_title_is_left_out(tmp_path: Path) -> None:
    result = collect_file(tmp_path, "part_000000.csv", CSV["Pocket"])
    assert [detail for _, _, detail in list_left_out(result)] == ["line 4 has neither title nor text"]


@pytest.mark.parametrize(("page", "text"), [(BOOKMARKS, "Ten sacks of rye."), (POCKET_PAGE, "")])
def test_bookmarks_are_links(tmp_path: Path, page: str, text: str) -> None:
    result = collect_file(tmp_path, "bookmarks.html", page)
    assert [describe(article) for article in result.articles] == EXPECTED
    assert result.articles[0].categories == ("water", "mills")
    assert result.articles[0].text == text


def test_a_link_that_is_no_web_address_is_left_out(tmp_path: Path) -> None:
    result = collect_file(tmp_path, "bookmarks.html", BOOKMARKS)
    assert [detail for _, _, detail in list_left_out(result)] == ["link 3 has no title or no web address"]


def test_the_highlights_of_a_work_are_one_article(tmp_path: Path) -> None:
    columns = "Highlight,Book Title,Book Author,Note,Tags,Location,Highlighted at,Document tags"
    table = f"""{columns}
The mill stood still for a century.,Tides,A. Okafor,mine,,1,{LONG_AGO.isoformat(" ")},water
It grinds rye again.,Tides,A. Okafor,,,2,{TODAY.isoformat(" ")},water
A crane is a bird.,Birds,B. Lund,,,1,{LONG_AGO.isoformat(" ")},
"""
    tides, birds = collect_file(tmp_path, "readwise.csv", table).articles
    assert (tides.title, tides.author) == ("Tides", "A. Okafor")
    assert tides.text == "The mill stood still for a century.\n\nIt grinds rye again."
    assert (tides.is_backlog, birds.is_backlog) == (False, True)


def test_the_quotes_of_a_json_export_are_the_text(tmp_path: Path) -> None:
    text = (
        '[{"title": "Tide mill grinds", "url": "https://quay.example/tide", '
        '"highlights": [{"quote": "Ten sacks of rye.", "created_at": 1}, {"quote": "Gone before noon."}]}]'
    )
    (article,) = collect_file(tmp_path, "part_000000.json", text).articles
    assert (article.title, article.text) == ("Tide mill grinds", "Ten sacks of rye.\n\nGone before noon.")


def test_a_table_with_other_columns_is_a_table_as_before(tmp_path: Path) -> None:
    table = "title,url,date,tags\nTide mill grinds,https://quay.example/tide,2026-05-03,water\n"
    (article,) = collect_file(tmp_path, "a.csv", table).articles
    assert article.published is not None
    assert article.categories == ()
