"""MediaWiki's XML dumps, taken in as drafts; what cannot be carried is listed page by page."""
