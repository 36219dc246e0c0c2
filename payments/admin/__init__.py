"""The shopkeeper's desk for orders and money: facts to read, and a few deeds that are verbs."""

from payments.admin import books, coupon, membership, order, refund, review, waiting

__all__ = ["books", "coupon", "membership", "order", "refund", "review", "waiting"]
