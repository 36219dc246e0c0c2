"""Bringing the shop in line with Stripe, whatever was lost on the way.

Alone it reaches the state that webhooks would have reached; run twice it changes nothing more.
"""

from dataclasses import dataclass

from payments import enrolment, hearing, money, till, waiting_list


@dataclass(frozen=True)
class Round:
    """What one run looked at."""

    events: int
    orders: int
    payments: int
    members: int
    lines: int

    def __str__(self) -> str:
        return (
            f"Acted on {self.events} events, looked after {self.orders} orders, "
            f"followed the money of {self.payments}, looked after {self.members} members "
            f"and served {self.lines} lines."
        )


def run(thorough: bool = False) -> Round:
    """Events that never came, orders that are not finished, money not through, members, lines.

    `thorough`: every subscription at Stripe is compared with ours, not only what is overdue.
    """
    return Round(
        events=hearing.catch_up(),
        orders=till.sweep(),
        payments=money.sweep(),
        members=enrolment.sweep() + (enrolment.compare() if thorough else 0),
        lines=waiting_list.look(),
    )
