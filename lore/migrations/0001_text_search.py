"""How lore is searched: English stems, accents left out."""

from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations

MAKE = """
CREATE TEXT SEARCH CONFIGURATION lore_english (COPY = english);
ALTER TEXT SEARCH CONFIGURATION lore_english
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;
"""
DROP = "DROP TEXT SEARCH CONFIGURATION lore_english;"


class Migration(migrations.Migration):
    dependencies = []
    operations = [UnaccentExtension(), TrigramExtension(), migrations.RunSQL(MAKE, DROP)]
