"""The demo's lore, in the project's own form."""

from lore.demo.load import load

__all__ = ["load"]
