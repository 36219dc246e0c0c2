"""The catalogue a new club starts with: the seasons, the Archive and the club's own pieces."""

from catalog.demo.load import load

__all__ = ["load"]
