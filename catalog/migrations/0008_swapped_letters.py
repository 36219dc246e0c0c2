"""A word with two neighbouring letters in each other's place is put right: "pheonix", "ahs".

Trigrams see little of a short word, and nothing in common between "ahs" and "ash". Each of the
few ways to swap two neighbours back is looked up instead, in the index that keeps the words.
"""

from django.db import migrations

# The first known word from here on begins with a word, if any known word does.
BEGINS = """
    (SELECT known.word FROM (
        SELECT v.word FROM catalog_vocabulary AS v WHERE v.word >= {word} ORDER BY v.word LIMIT 1
     ) AS known WHERE starts_with(known.word, {word}))
"""
SWAPPED = f"""
    (SELECT try.word FROM (
        SELECT place, overlay(asked.word
            PLACING substr(asked.word, place + 1, 1) || substr(asked.word, place, 1)
            FROM place FOR 2) AS word
        FROM generate_series(1, length(asked.word) - 1) AS place
     ) AS try, LATERAL {BEGINS.format(word="try.word")} AS known (word)
     ORDER BY known.word <> try.word, try.place LIMIT 1)
"""
NEAREST = """
    (SELECT near.word FROM (
        SELECT v.word FROM catalog_vocabulary AS v ORDER BY v.word <-> asked.word LIMIT 1
     ) AS near WHERE similarity(near.word, asked.word) >= at_least)
"""
BEFORE = """
    (SELECT asked.word FROM catalog_vocabulary AS v WHERE v.word LIKE asked.word || '%' LIMIT 1)
"""


def _corrected(*ways: str) -> str:
    """The function that puts each word of a text right in the first of these ways that can."""
    return f"""
        CREATE OR REPLACE FUNCTION catalog_corrected(raw text, at_least real) RETURNS text
        LANGUAGE sql STABLE PARALLEL SAFE AS $$
            SELECT string_agg(coalesce({", ".join(ways)}, asked.word), ' ' ORDER BY asked.place)
            FROM regexp_split_to_table(catalog_folded(raw), '[^[:alnum:]]+')
                WITH ORDINALITY AS asked (word, place)
            WHERE asked.word <> ''
        $$;
    """


KNOWN = f"CASE WHEN {BEGINS.format(word='asked.word')} IS NOT NULL THEN asked.word END"


class Migration(migrations.Migration):
    dependencies = [("catalog", "0007_vocabulary")]
    operations = [
        migrations.RunSQL(_corrected(KNOWN, SWAPPED, NEAREST), _corrected(BEFORE, NEAREST)),
    ]
