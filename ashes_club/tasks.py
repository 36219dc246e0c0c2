"""The house's own work for the worker."""

from procrastinate.contrib.django import app

from ashes_club import cards

BATCH = 120  # cards at a time, a few seconds of work: what else waits gets its turn between


@app.periodic(cron="*/4 * * * *")
@app.task(
    name="ashes_club.tasks.look_after_cards",
    priority=-20,  # after mail, and after the pictures that cards are drawn from
    lock="pictures",
    queueing_lock="look_after_cards",
)
def look_after_cards(timestamp: int) -> None:
    """Draw the cards of what is new or has changed; retire those nobody shows any more."""
    if not cards.draw_missing(limit=BATCH):
        cards.retire()
