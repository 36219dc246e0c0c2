"""The closed lists of the wiki."""

from django.db import models


class Kind(models.TextChoices):
    CHARACTER = "character", "Character"
    FACTION = "faction", "Faction"
    PLACE = "place", "Place"
    ARTEFACT = "artefact", "Artefact"
    EVENT = "event", "Event"
    SEASON = "season", "Season"
    ERA = "era", "Era"
    WORK = "work", "Work"
    ARTICLE = "article", "Article"
    DISAMBIGUATION = "disambiguation", "Disambiguation"

    @property
    def plural(self) -> str:
        return "Disambiguations" if self == Kind.DISAMBIGUATION else f"{self.label}s"


class Status(models.TextChoices):
    """What the public has of a page."""

    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    ARCHIVED = "archived", "Archived"
    TAKEN_DOWN = "taken_down", "Taken down"


OUT_OF_SIGHT = (Status.ARCHIVED, Status.TAKEN_DOWN)  # nobody has to look after these


class Stage(models.TextChoices):
    """How far the newest work on a page has come that the public does not have."""

    DRAFT = "draft", "Draft"
    REVIEW = "review", "In review"


class Grade(models.TextChoices):
    CANON = "canon", "Canon"
    CONFIRMED = "confirmed", "Confirmed"
    RUMOUR = "rumour", "Rumour"
    THEORY = "theory", "Theory"
    DEBUNKED = "debunked", "Debunked"

    @property
    def takes(self) -> str:
        """What a claim needs to bear this grade."""
        return _TAKES[self]

    @property
    def is_fact(self) -> bool:
        return self in {Grade.CANON, Grade.CONFIRMED}


_TAKES = {
    Grade.CANON: "Seen or read in the game itself, and still there to check.",
    Grade.CONFIRMED: "Said outside the game by someone who made it, on the record.",
    Grade.RUMOUR: "Someone says so. One source, unsigned or second-hand.",
    Grade.THEORY: "Reasoned from what is known. No source says it.",
    Grade.DEBUNKED: "Was believed; a better source settled it. Kept, struck through.",
}


class Answer(models.TextChoices):
    CONFIRMED = "confirmed", "Confirmed"
    RUMOURED = "rumoured", "Not confirmed"
    DENIED = "denied", "Denied"
    UNKNOWN = "unknown", "Not known"

    @property
    def mark(self) -> str:
        """The grade whose mark stands before the answer."""
        marks = {"confirmed": "confirmed", "rumoured": "rumour", "denied": "debunked"}
        return marks.get(self.value, "theory")


class Precision(models.TextChoices):
    DAY = "day", "To the day"
    MONTH = "month", "To the month"
    YEAR = "year", "To the year"


# How a date is written that is known so exactly.
FORMATS = {Precision.DAY: "j M Y", Precision.MONTH: "M Y", Precision.YEAR: "Y"}


class Licence(models.TextChoices):
    """Under what a picture of the wiki may be shown. There is none for pictures of the game."""

    CLUB = "club", "The club's own work, all rights reserved"
    CC0 = "cc0", "CC0 1.0, no rights reserved"
    CC_BY = "cc-by-4.0", "CC BY 4.0"
    CC_BY_SA = "cc-by-sa-4.0", "CC BY-SA 4.0"
    PUBLIC_DOMAIN = "public-domain", "Public domain (say why)"
    PERMISSION = "permission", "By permission (say whose)"

    @property
    def short(self) -> str:
        """As it stands under a picture."""
        return _SHORT.get(self, self.label)

    @classmethod
    def needing_a_note(cls) -> list[str]:
        return [cls.PERMISSION.value, cls.PUBLIC_DOMAIN.value]


_SHORT = {
    Licence.CLUB: "All rights reserved",
    Licence.CC0: "CC0",
    Licence.PUBLIC_DOMAIN: "Public domain",
    Licence.PERMISSION: "By permission",
}
