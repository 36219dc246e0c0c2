"""A CSV into the catalogue: read, compared, shown, and written whole or not at all.

table.py reads bytes, columns.py and cells.py read words, plan.py compares with the book,
outcome.py says what was found, runs.py does it. Nothing here knows of the admin.
"""
