"""`manage.py backup` and `manage.py restore`: database and files in one archive.

`shelf` is where archives lie.
"""
