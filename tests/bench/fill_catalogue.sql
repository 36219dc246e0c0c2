-- A catalogue of any size: made-up words in uneven shares, four in five of the items records.
SELECT setseed(0.42);

INSERT INTO accounts_user (id, password, is_superuser, is_staff, is_active, email, handle, date_joined, byline, shelf, bio, picture, reading_progress, theme, shows_profile, shows_locker, shows_reviews, is_findable)
SELECT 1, '', false, false, true, 'bench@ashes.example', 'bench', now(), '', '', '', '', '', '', false, false, false, false;

INSERT INTO catalog_season (number, code, chapter, label, name, note)
SELECT n, 'C' || n, 1 + n / 10, 'Season ' || n, '', '' FROM generate_series(1, 40) AS n;

INSERT INTO catalog_itemset (name, slug, story)
SELECT 'Set ' || n, 'set-' || n, 'A story.' FROM generate_series(1, least(200, 10 + %(items)s / 100)) AS n;

INSERT INTO catalog_item (
    shelf, accession, name, slug, kind, rarity, theme, series, item_set_id, season_id, description,
    entered_on, game_set, game_id, artist, licence, originality, recipe, never_in_shop, uses_epic_ip,
    last_seen_on, price_cents, edition_size, sold, held, next_serial, opens_at, retired_at,
    rights_checked_at, rights_checked_by_id, words, featured, kind_word, early_access_hours, ends_at
)
SELECT
    CASE WHEN own THEN 'originals' ELSE 'archive' END, n, first || ' ' || second || ' ' || n, 'item-' || n,
    (ARRAY['outfit', 'back-bling', 'pickaxe', 'glider', 'emote', 'wrap', 'loading-screen', 'spray', 'music'])[1 + floor(9 * a * a)],
    (ARRAY['common', 'uncommon', 'rare', 'epic', 'legendary', 'mythic'])[1 + floor(6 * b * b)],
    (ARRAY['fire', 'ash', 'ember', 'lava', 'phoenix'])[1 + floor(5 * c * c)],
    CASE WHEN d < 0.2 THEN (ARRAY['Lava Series', 'Frozen Series', 'Shadow Series', 'Icon Series'])[1 + floor(20 * d)] ELSE '' END,
    CASE WHEN own THEN 1 + floor(d * (SELECT count(*) FROM catalog_itemset)) END,
    CASE WHEN NOT own THEN 1 + floor(40 * d) END,
    first || ' under ' || second || ', seen by the keeper of number ' || n || '.',
    date '2026-01-01' - (n %% 2000), '', '', 'The drawing room', '', '', '', false, false,
    CASE WHEN NOT own AND c > 0.1 THEN date '2026-01-01' - floor(3000 * b)::int END,
    CASE WHEN own THEN 300 + 100 * floor(40 * a) END, CASE WHEN own AND b > 0.1 THEN 500 END,
    CASE WHEN own THEN floor(505 * least(c, 0.99)) ELSE 0 END, 0, 1,
    CASE WHEN own THEN timestamptz '2026-01-01' + interval '340 days' * d END,
    CASE WHEN own AND a > 0.97 THEN now() END, CASE WHEN own THEN now() END, CASE WHEN own THEN 1 END,
    '', CASE WHEN n %% 500 = 0 THEN n / 500 END,
    '', CASE WHEN own AND n %% 7 = 0 THEN 48 ELSE 0 END,
    CASE WHEN own AND n %% 11 = 0 THEN timestamptz '2026-01-01' + interval '340 days' * d + interval '30 days' END
FROM (
    SELECT n, n %% 5 = 0 AS own, random() AS a, random() AS b, random() AS c, random() AS d,
        (ARRAY['Ember', 'Cinder', 'Molten', 'Ashen', 'Pyre', 'Volcanic', 'Scorched', 'Smouldering', 'Gilded', 'Quiet'])[1 + floor(10 * random() * random())] AS first,
        (ARRAY['Feather', 'Crown', 'Blade', 'Mantle', 'Lantern', 'Egg', 'Herald', 'Warden', 'Tide', 'Bell', 'Talon', 'Mirror'])[1 + floor(12 * random())] AS second
    FROM generate_series(1, %(items)s) AS n
) AS made;

INSERT INTO catalog_itemimage (item_id, file, width, height, widths, alt, credit, is_pale, position, has_avif, made, failure, colour)
SELECT id, 'art/' || slug || '/1200.webp', 1200, 1200, ARRAY[300, 600, 1200], 'A plate.', '', false, 0, true, 6, '', '#2a1510' FROM catalog_item;
