CREATE TABLE articles (
    id VARCHAR(64) NOT NULL,
    source TEXT NOT NULL,
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    published DATETIME,
    first_seen DATETIME NOT NULL,
    language VARCHAR(8) NOT NULL,
    author TEXT NOT NULL,
    image TEXT NOT NULL,
    section TEXT NOT NULL,
    title_derived BOOLEAN NOT NULL,
    feed TEXT NOT NULL,
    categories TEXT DEFAULT '' NOT NULL,
    from_page BOOLEAN DEFAULT 0 NOT NULL,
    arrived DATETIME,
    guid TEXT DEFAULT '' NOT NULL,
    is_backlog BOOLEAN DEFAULT 0 NOT NULL,
    address_key BIGINT DEFAULT '0' NOT NULL,
    text_key BIGINT DEFAULT '0' NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX articles_published ON articles (published);
CREATE INDEX ix_articles_address_key ON articles (address_key);
CREATE INDEX ix_articles_arrived ON articles (arrived);
CREATE INDEX ix_articles_first_seen ON articles (first_seen);
CREATE INDEX ix_articles_guid ON articles (guid);
CREATE INDEX ix_articles_text_key ON articles (text_key);
CREATE TABLE claims (
    name VARCHAR(32) NOT NULL,
    owner TEXT NOT NULL,
    until DATETIME NOT NULL,
    began DATETIME NOT NULL,
    ended DATETIME,
    tries INTEGER NOT NULL,
    next_try DATETIME,
    message TEXT NOT NULL,
    advice TEXT NOT NULL,
    PRIMARY KEY (name)
);
CREATE TABLE corrections (
    kind VARCHAR(16) NOT NULL,
    subject VARCHAR(64) NOT NULL,
    origin VARCHAR(64) NOT NULL,
    target VARCHAR(64) NOT NULL,
    PRIMARY KEY (kind, subject)
);
CREATE TABLE deliveries (
    date DATE NOT NULL,
    target TEXT NOT NULL,
    made DATETIME NOT NULL,
    state VARCHAR(16) NOT NULL,
    owner TEXT NOT NULL,
    until DATETIME,
    tries INTEGER NOT NULL,
    next_try DATETIME,
    ended DATETIME,
    message TEXT NOT NULL,
    advice TEXT NOT NULL,
    PRIMARY KEY (date, target)
);
CREATE TABLE editions (
    date DATE NOT NULL,
    made DATETIME NOT NULL,
    headline TEXT NOT NULL,
    data TEXT NOT NULL,
    issued DATETIME,
    written TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (date)
);
CREATE TABLE left_out (
    feed TEXT NOT NULL,
    id TEXT NOT NULL,
    title TEXT NOT NULL,
    source TEXT NOT NULL,
    why TEXT NOT NULL,
    detail TEXT NOT NULL,
    url TEXT NOT NULL,
    first_seen DATETIME NOT NULL,
    arrived DATETIME,
    PRIMARY KEY (feed, id)
);
CREATE TABLE published (
    article_id VARCHAR(64) NOT NULL,
    date DATE NOT NULL,
    story_id VARCHAR(64) NOT NULL,
    PRIMARY KEY (article_id)
);
CREATE INDEX ix_published_date ON published (date);
CREATE TABLE schema_version (
    version INTEGER NOT NULL,
    PRIMARY KEY (version)
);
CREATE TABLE sources (
    location TEXT NOT NULL,
    name TEXT NOT NULL,
    first_visit DATETIME NOT NULL,
    last_visit DATETIME NOT NULL,
    etag TEXT NOT NULL,
    modified TEXT NOT NULL,
    moved_to TEXT NOT NULL,
    gone BOOLEAN NOT NULL,
    body TEXT NOT NULL,
    not_before DATETIME,
    failures INTEGER NOT NULL,
    failing_since DATETIME,
    message TEXT NOT NULL,
    advice TEXT NOT NULL,
    last_success DATETIME,
    pages TEXT DEFAULT '' NOT NULL,
    rest_minutes INTEGER DEFAULT '0' NOT NULL,
    quiet_hours TEXT DEFAULT '' NOT NULL,
    shown TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (location)
);
INSERT INTO schema_version VALUES (4);
INSERT INTO sources VALUES ('https://harbour.example/rss', 'Harbour Post', '2026-03-10 06:30:00.000000', '2026-03-12 06:30:00.000000', '"x"', '', '', 0, '', NULL, 0, NULL, '', '', NULL, '', 0, '', 'a1');
INSERT INTO articles VALUES ('a1', 'Harbour Post', 'https://harbour.example/gate', 'The gate is shut', 'First.', '2026-03-12 04:30:00.000000', '2026-03-12 06:30:00.000000', 'en', '', '', '', 0, 'https://harbour.example/rss', '', 0, '2026-03-12 06:30:00.000000', 'g1', 0, 7, 8);
INSERT INTO left_out VALUES ('https://harbour.example/rss', 'x', 'Menu', 'Harbour Post', 'not_an_article', 'line 3', '', '2026-03-12 06:30:00.000000', '2026-03-12 06:30:00.000000');
INSERT INTO editions VALUES ('2026-03-12', '2026-03-12 06:30:00.000000', 'Gate shut', '{"stories": [{"title": "Gate shut"}]}', NULL, '');
INSERT INTO published VALUES ('a1', '2026-03-12', 's1');
INSERT INTO corrections VALUES ('muted', 's9', '', '');
INSERT INTO deliveries VALUES ('2026-03-12', 'phone', '2026-03-12 06:30:00.000000', 'waiting', '', NULL, 0, NULL, NULL, '', '');
