"""`manage.py backup` and `manage.py restore`: database and files in one archive.

`work` makes one and brings it back. `shelf` is where archives lie, `database` and `files` what
goes into one, `archive` their order in it, `sealing` what keeps strangers from reading it.
docs/decisions/0016-operations.md says why it is done so.
"""
