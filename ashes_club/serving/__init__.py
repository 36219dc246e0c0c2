"""The web server: granian, told how to leave without a visitor noticing. docs/decisions/0020."""
