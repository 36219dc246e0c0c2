"""The graph of ties: where each page stands on a sheet of 860 by 470. Words and lines only."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import cos, pi, sin

from lore.models import Page
from lore.ties import Tie, Ties

WIDTH, HEIGHT = 860, 470
CENTRE = (430.0, 235.0)
REACH = (290.0, 165.0)
WORDS_AT = 0.58  # of the way out
# Neighbours that can be read apart; some of them are only said to be tied.
FACTS, SAYINGS = 5, 2
ASHEN = [(545, 412), (615, 388)]


@dataclass(frozen=True)
class Node:
    """A neighbour: its place, where its name stands, and the words on the line to it."""

    tie: Tie
    x: int
    y: int
    label_y: int
    words_x: int
    words_y: int


@dataclass(frozen=True)
class Line:
    x1: int
    y1: int
    x2: int
    y2: int
    is_fact: bool


@dataclass(frozen=True)
class Graph:
    page: Page
    ties: Ties
    nodes: list[Node]
    lines: list[Line]
    ashen: list[tuple[int, int]] = field(default_factory=list)


def draw_graph(page: Page, ties: Ties, between: Iterable[tuple[int, int, bool]]) -> Graph:
    """Lay the neighbours of `page` round it; covered ties become nodes without names."""
    shown = _chosen(_one_a_page(ties.open))
    ashen = ASHEN[: len(ties.covered)]
    nodes = [_node(tie, turn) for tie, turn in zip(shown, _turns(len(shown), ashen), strict=True)]
    places = {node.tie.page.pk: node for node in nodes}
    spokes = [_line(CENTRE, (node.x, node.y), node.tie.is_fact) for node in nodes]
    veiled = [_line(CENTRE, place, True) for place in ashen]
    others = [
        _line((places[a].x, places[a].y), (places[b].x, places[b].y), fact)
        for a, b, fact in between
        if a in places and b in places
    ]
    return Graph(page, ties, nodes, spokes + veiled + others, ashen)


def _one_a_page(ties: list[Tie]) -> list[Tie]:
    return list({tie.page.pk: tie for tie in reversed(ties)}.values())[::-1]


def _chosen(ties: list[Tie]) -> list[Tie]:
    sayings = [tie for tie in ties if not tie.is_fact][:SAYINGS]
    facts = [tie for tie in ties if tie.is_fact]
    return facts[: FACTS + SAYINGS - len(sayings)] + sayings


def _turns(count: int, ashen: list[tuple[int, int]]) -> list[float]:
    """Angles clockwise, from the right or, where ash lies at the lower right, past it."""
    start, whole = (0.52, 1.6) if ashen else (0.08, 2.0)
    step = whole / max(count, 1)
    return [(start + step * (place + 0.5 * bool(ashen))) * pi for place in range(count)]


def _node(tie: Tie, turn: float) -> Node:
    x = round(CENTRE[0] + REACH[0] * cos(turn))
    y = round(CENTRE[1] + REACH[1] * sin(turn))
    return Node(
        tie=tie,
        x=x,
        y=y,
        label_y=y - 20 if y < CENTRE[1] else y + 34,
        words_x=round(CENTRE[0] + (x - CENTRE[0]) * WORDS_AT),
        words_y=round(CENTRE[1] + (y - CENTRE[1]) * WORDS_AT),
    )


def _line(a: tuple[float, float], b: tuple[float, float], is_fact: bool) -> Line:
    return Line(round(a[0]), round(a[1]), round(b[0]), round(b[1]), is_fact)
