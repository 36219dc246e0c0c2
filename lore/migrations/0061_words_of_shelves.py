"""Searches by category, and by the grades of claims that neither a season nor a release covers."""

from django.db import migrations

FORWARDS = [
    """CREATE OR REPLACE FUNCTION lore_page_grades() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        UPDATE lore_pagewords AS w SET grades = ARRAY(
            SELECT DISTINCT grade FROM lore_claim AS c WHERE c.page_id = w.page_id
                AND c.gate_id IS NULL AND c.gate_release_id IS NULL ORDER BY grade
        ) WHERE page_id IN (SELECT page_id FROM touched);
        RETURN NULL;
    END $$;""",
    # The categories of a page and all that they stand within.
    """CREATE FUNCTION lore_shelves_of(page bigint) RETURNS bigint[] LANGUAGE sql STABLE AS $$
        WITH RECURSIVE above AS (
            SELECT category_id AS id FROM lore_page_categories WHERE page_id = page
            UNION SELECT c.parent_id FROM lore_category AS c JOIN above USING (id)
            WHERE c.parent_id IS NOT NULL
        ) SELECT ARRAY(SELECT id FROM above ORDER BY id)
    $$;""",
    """CREATE FUNCTION lore_page_shelves() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        UPDATE lore_pagewords SET categories = lore_shelves_of(page_id)
        WHERE page_id IN (SELECT page_id FROM touched);
        RETURN NULL;
    END $$;""",
    *(
        f"""CREATE TRIGGER lore_page_shelves_{name} AFTER {event} ON lore_page_categories
        REFERENCING {rows} TABLE AS touched
        FOR EACH STATEMENT EXECUTE FUNCTION lore_page_shelves();"""
        for name, event, rows in [("come", "INSERT", "NEW"), ("go", "DELETE", "OLD")]
    ),
    # A category that is moved takes all its pages along.
    """CREATE FUNCTION lore_shelf_moves() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        UPDATE lore_pagewords SET categories = lore_shelves_of(page_id)
        WHERE NEW.id = ANY(categories);
        RETURN NULL;
    END $$;
    CREATE TRIGGER lore_shelf_moves AFTER UPDATE OF parent_id ON lore_category
    FOR EACH ROW WHEN (OLD.parent_id IS DISTINCT FROM NEW.parent_id)
    EXECUTE FUNCTION lore_shelf_moves();""",
    """UPDATE lore_pagewords SET categories = lore_shelves_of(page_id), grades = ARRAY(
        SELECT DISTINCT grade FROM lore_claim AS c WHERE c.page_id = lore_pagewords.page_id
            AND c.gate_id IS NULL AND c.gate_release_id IS NULL ORDER BY grade
    );""",
]
BACKWARDS = ["DROP FUNCTION lore_page_shelves, lore_shelf_moves, lore_shelves_of CASCADE;"]


class Migration(migrations.Migration):
    dependencies = [("lore", "0060_page_words")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
