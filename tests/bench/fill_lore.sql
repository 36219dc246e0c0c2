-- A wiki of any size: made-up words, few of them in nearly every page and most in hardly any.
SELECT setseed(0.42);
SET work_mem = '64MB';
-- Laid again at the end: a list that is sorted once is quicker to make than one that is kept.
DROP INDEX page_words_vector, page_words_names;

INSERT INTO accounts_user (id, password, is_superuser, is_staff, is_active, email, handle, date_joined, byline, shelf, bio, picture, reading_progress, theme, shows_profile, shows_locker, shows_reviews, is_findable)
SELECT 1, '', false, false, true, 'bench@ashes.example', 'bench', now(), 'Bench', '', '', '', '', '', false, false, false, false;

INSERT INTO catalog_season (number, code, chapter, label, name, note)
SELECT n, 'C' || n, 1 + n / 10, 'Season ' || n, '', '' FROM generate_series(1, 40) AS n;

INSERT INTO lore_source (key, publisher, title, url, archived_url, is_official)
SELECT 'source-' || n, 'Paper ' || n, 'A report', '', '', false FROM generate_series(1, 200) AS n;

CREATE TEMP TABLE syllable AS
SELECT n, (ARRAY['ka', 'vor', 'ith', 'mel', 'dra', 'sun', 'el', 'ro', 'tan', 'ish', 'qu', 'bel', 'zar', 'ni', 'oth', 'fen', 'lu', 'gri', 'pas', 'wen'])[n] AS s
FROM generate_series(1, 20) AS n;
CREATE TEMP TABLE word AS
SELECT row_number() OVER (ORDER BY hashtext(w)) AS n, w FROM (
    SELECT DISTINCT a.s || b.s || c.s || coalesce(d.s, '') AS w
    FROM syllable AS a, syllable AS b, syllable AS c,
        (SELECT s FROM syllable WHERE n <= 4 UNION ALL SELECT NULL) AS d
) AS words;
CREATE UNIQUE INDEX ON word (n);
ANALYZE word;

CREATE TEMP TABLE body AS
SELECT p, string_agg(w, ' ') AS text, count(*) AS length FROM (
    SELECT p, floor(30000 ^ random())::int AS n
    FROM generate_series(1, %(pages)s) AS p, LATERAL generate_series(1, 120 + p %% 160)
) AS drawn JOIN word USING (n) GROUP BY p;

INSERT INTO lore_page (
    id, kind, title, slug, key, sort_title, status, publish_at, author_id, standfirst,
    infobox, season_id, body, written_on, revised_at, html, toc, text, names, facts, infobox_html,
    word_count, source_keys, public_sources, renderer_version
)
SELECT p, kind, title, 'page-' || p, lower(title), lower(title), 'published', timestamptz '2026-01-01', 1,
    'What the record holds of ' || title || '.', '[]', 1 + p %% 40, text, date '2026-01-01',
    timestamptz '2026-01-01' + p * interval '1 second', '<p>' || text || '</p>', '[]', text,
    title || ' / ' || second || ' ' || p, 'What the record holds of ' || title || '.', '[]',
    length, '["source-1", "source-2"]', 2, 1
FROM (
    SELECT p, text, length, second, first || ' ' || second || ' of ' || initcap(w) || ' ' || p AS title,
        (ARRAY['character', 'place', 'event', 'faction', 'artefact', 'era', 'work', 'article'])[1 + floor(8 * a * a)] AS kind
    FROM (
        SELECT p, text, length, random() AS a, 1 + floor(30000 * random())::int AS n,
            (ARRAY['Ember', 'Cinder', 'Molten', 'Ashen', 'Pyre', 'Volcanic', 'Scorched', 'Smouldering', 'Gilded', 'Quiet'])[1 + floor(10 * random() * random())] AS first,
            (ARRAY['Feather', 'Crown', 'Blade', 'Mantle', 'Lantern', 'Egg', 'Herald', 'Warden', 'Tide', 'Bell', 'Talon', 'Mirror'])[1 + floor(12 * random())] AS second
        FROM body
    ) AS named JOIN word USING (n)
) AS made;

INSERT INTO lore_pagealias (page_id, title, key, reason)
SELECT id, 'Other ' || id, 'other-' || id, 'name' FROM lore_page;

INSERT INTO lore_claim (id, page_id, text, grade, earlier_grade, as_of, basis, position, gate_id)
SELECT n, 1 + n %% %(pages)s, 'It was said.', (ARRAY['canon', 'confirmed', 'rumour', 'theory', 'debunked'])[1 + floor(5 * random() * random())],
    '', date '2026-01-01', '', n %% 4, CASE WHEN n %% 9 = 0 THEN 40 END
FROM generate_series(1, 4 * %(pages)s) AS n;
INSERT INTO lore_claimsource (claim_id, source_id, quote, speaker, via, position)
SELECT id, 1 + id %% 200, '', '', '', 0 FROM lore_claim;

INSERT INTO lore_relation (from_page_id, type, to_page_id, grade, source_id, season_id)
SELECT p, 'tied_to', 1 + (p * 31 + n * 7) %% %(pages)s, 'canon', 1 + n, 1 FROM generate_series(1, %(pages)s) AS p, generate_series(1, 3) AS n
WHERE p <> 1 + (p * 31 + n * 7) %% %(pages)s;
INSERT INTO lore_pagelink (page_id, key, target_id, is_covered, is_meaning)
SELECT p, 'page-' || t, t, false, false FROM generate_series(1, %(pages)s) AS p, generate_series(1, 5) AS n, LATERAL (SELECT 1 + (p * 17 + n * 3) %% %(pages)s AS t) AS a;
INSERT INTO lore_timelineentry (page_id, season_id, date, precision, text, html, grade)
SELECT p, 1 + p %% 40, date '2020-01-01' + p %% 2000, 'day', 'It happened.', 'It happened.', 'canon' FROM generate_series(1, %(pages)s) AS p;
INSERT INTO lore_pagerevision (page_id, number, snapshot, summary, author_id, at, published_at)
SELECT p, 1, '{}', 'Entered in the record.', 1, timestamptz '2026-01-01', timestamptz '2026-01-01' FROM generate_series(1, %(pages)s) AS p;

SET CONSTRAINTS ALL IMMEDIATE;
CREATE INDEX page_words_vector ON lore_pagewords USING gin (vector);
CREATE INDEX page_words_names ON lore_pagewords USING gin (names);
