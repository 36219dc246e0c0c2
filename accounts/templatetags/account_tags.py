from django import template
from django.conf import settings

register = template.Library()


@register.inclusion_tag("accounts/_mail_is_here.html")
def mail_is_here() -> dict[str, bool]:
    """Where mail is kept in files, say where it can be read; elsewhere nothing."""
    return {"show": settings.SHOW_MAIL}
