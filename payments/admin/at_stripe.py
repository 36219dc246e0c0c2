"""The way to Stripe's dashboard, from whatever Stripe has under an id of its own."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from payments import gateway


def at_stripe(stripe_id: str | None) -> SafeString | str:
    """A link that shows the id; a dash where Stripe knows nothing of it yet."""
    if not stripe_id:
        return "\u2013"
    url = gateway.dashboard_url(stripe_id)
    return format_html('<a href="{}" rel="noopener">{}</a>', url, stripe_id)
