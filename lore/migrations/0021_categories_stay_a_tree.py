"""The database itself refuses a circle of categories, whoever writes it."""

from django.db import migrations

# Two moves that are each right may close a circle together: one at a time.
MAKE = """
CREATE FUNCTION lore_category_stays_a_tree() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    depth integer;
    height integer;
    in_a_circle boolean;
BEGIN
    IF NEW.parent_id IS NULL THEN
        RETURN NEW;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('lore_category'));
    WITH RECURSIVE above AS (
        SELECT id, parent_id, 1 AS steps FROM lore_category WHERE id = NEW.parent_id
        UNION ALL
        SELECT c.id, c.parent_id, above.steps + 1 FROM lore_category c
        JOIN above ON c.id = above.parent_id WHERE above.steps < 32
    ) SELECT max(steps), bool_or(id = NEW.id) INTO depth, in_a_circle FROM above;
    IF in_a_circle THEN
        RAISE EXCEPTION 'A category cannot stand under itself or under one of its own sub-categories.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'category_stays_a_tree';
    END IF;
    WITH RECURSIVE within AS (
        SELECT NEW.id AS id, 1 AS level
        UNION ALL
        SELECT c.id, within.level + 1 FROM lore_category c
        JOIN within ON c.parent_id = within.id WHERE within.level < 32
    ) SELECT max(level) INTO height FROM within;
    IF depth + height > 6 THEN
        RAISE EXCEPTION 'At most 6 levels of categories.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'category_is_not_too_deep';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER lore_category_stays_a_tree BEFORE INSERT OR UPDATE OF parent_id ON lore_category
    FOR EACH ROW EXECUTE FUNCTION lore_category_stays_a_tree();
"""
DROP = """
DROP TRIGGER lore_category_stays_a_tree ON lore_category;
DROP FUNCTION lore_category_stays_a_tree();
"""


class Migration(migrations.Migration):
    dependencies = [("lore", "0020_categories_figures_media")]
    operations = [migrations.RunSQL(MAKE, DROP)]
