"""The kinds of letters that a member can end, one by one."""

from django.db import models


class MailKind(models.TextChoices):
    WISHES = "wishes", "Pieces you watch, when they open or come back"
    WAITING = "waiting", "Your turn in a line, and what becomes of it"
    GIFTS = "gifts", "Gifts and transfers, to you and from you"
    REVIEWS = "reviews", "What becomes of your reviews"
    CLUB_NEWS = "club_news", "News of the house, once a month at most"
