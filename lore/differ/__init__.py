"""What differs between two snapshots of a page: plain, frozen values, no models and no HTML.

Templates draw them with their usual escaping, so a difference can never become markup.
"""

from .blame import Traced, trace
from .results import Paragraph, Part, Row, RowField, Run, Stretch
from .shortly import shortly
from .snapshots import compare
from .texts import compare_texts, compare_words, folded, paragraphs_of

__all__ = [
    "Paragraph",
    "Part",
    "Row",
    "RowField",
    "Run",
    "Stretch",
    "Traced",
    "compare",
    "compare_texts",
    "compare_words",
    "folded",
    "paragraphs_of",
    "shortly",
    "trace",
]
