"""Sums of money as the desk prints them."""


def amount(cents: int | None, currency: str) -> str:
    """26.00 EUR; a dash where nobody knows."""
    return "\u2013" if cents is None else f"{cents / 100:.2f} {currency.upper()}"
