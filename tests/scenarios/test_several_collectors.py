"""Several programs collect into one PostgreSQL store: every source is visited, every article kept once."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

from digest.store import open_store
from tests.support.stores import create_database
from tests.support.webserver import Route, WebServer

FEED = """<rss version="2.0"><channel><title>Gazette {0}</title>{1}</channel></rss>"""
ITEM = """<item><title>Ferry {0} of line {1} runs again</title><link>http://news.example/{1}/{0}</link>
<description>The ferry {0} of line {1} was repaired overnight and takes cars again.</description></item>"""
COLLECTORS, SERVERS, FEEDS, ITEMS = 4, 8, 4, 3


def make_route(host: int, feed: int) -> Route:
    items = "".join(ITEM.format(number, host * FEEDS + feed) for number in range(ITEMS))
    return Route(FEED.format(feed, items).encode(), drip=0.0005)


def test_four_collectors_visit_every_source_once(tmp_path: Path) -> None:
    url = create_database("postgresql", tmp_path)
    servers = [
        WebServer({f"/{feed}": make_route(host, feed) for feed in range(FEEDS)}, f"127.0.0.{host + 1}")
        for host in range(SERVERS)
    ]
    rows = "".join(
        f'[[sources]]\nfeed = "{web.url(f"/{feed}", f"127.0.0.{host + 1}")}"\nname = "{host} {feed}"\n'
        for host, web in enumerate(servers)
        for feed in range(FEEDS)
    )
    (tmp_path / "digest.toml").write_text(
        f'version = 1\n[store]\nurl = "{url}"\n[collect]\nfull_text = "never"\n{rows}'
    )
    with open_store(url):  # its tables are there before four programs look for them
        pass
    command = [sys.executable, "-m", "digest", "collect", "--json", "--config", str(tmp_path / "digest.toml")]
    try:
        running = [
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            for _ in range(COLLECTORS)
        ]
        printed = [process.communicate(timeout=120) for process in running]
    finally:
        for web in servers:
            web.close()
    assert [process.returncode for process in running] == [0] * COLLECTORS, printed
    visits = Counter((host, request.path) for host, web in enumerate(servers) for request in web.requests)
    # A collector that starts when the others have ended visits everything again, so none is left out.
    assert visits.keys() == {(host, f"/{feed}") for host in range(SERVERS) for feed in range(FEEDS)}
    assert max(web.max_concurrent for web in servers) <= 2
    with open_store(url) as store:
        articles = store.articles.find()
        assert len(articles) == SERVERS * FEEDS * ITEMS
        assert len({article.url for article in articles}) == len(articles)
        assert (
            store.owners(max(article.first_seen for article in articles) + timedelta(days=1)) == frozenset()
        )
