"""Lore as files: a folder of Markdown with front matter, in and out; MediaWiki's XML, in."""
