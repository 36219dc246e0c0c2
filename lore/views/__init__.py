"""The reading room's pages: the same bytes for every visitor, so they never ask who is reading."""
