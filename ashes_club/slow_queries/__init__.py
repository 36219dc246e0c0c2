"""Django's PostgreSQL backend, which says when a statement took long. Settings name it as ENGINE.

Only the text with its places for values is logged, never a value. PostgreSQL's own
log_min_duration_statement cannot promise that: Django writes values into the text it sends.
"""
