"""Whether a page keeps to the policy, and its answer says all that browsers are to be told."""

import re
from typing import Any

# What a browser fetches unasked: pictures, scripts, frames, styles, fonts. Links are not loaded.
LOADED = re.compile(
    r"""<(?:img|script|iframe|source|video|audio|embed|object|link(?![^>]*canonical)(?![^>]*alternate))
    \b[^>]*?\s(?:src|srcset|data|poster|href)=["']?(?:https?:)?//[^"'>]*""",
    re.VERBOSE,
)
# What the policy stops: scripts and styles that stand in the page. Data for machines may.
INLINE = re.compile(
    r"""<script(?![^>]*\ssrc=)(?![^>]*\stype=["'](?:application/(?:ld\+)?json|speculationrules))[^>]*>
    |<style\b|<[a-z][^>]*?\s(?:style|on[a-z]+)=["']?[^"'>]*|\bhref=["']?javascript:""",
    re.VERBOSE | re.IGNORECASE,
)
# procrastinate's own desk writes margins into its lists; the policy stops them, to no harm.
WITH_MARGINS = {f"admin:procrastinate_procrastinate{desk}_changelist" for desk in ("job", "event")}
GUARDS = {
    "Permissions-Policy",
    "Cross-Origin-Resource-Policy",
    "Cross-Origin-Opener-Policy",
    "X-Content-Type-Options",
    "Referrer-Policy",
    "X-Frame-Options",
}


def keeps_to_the_policy(answer: Any, told: str) -> None:
    """Every answer carries it, and no page has anything that it would stop."""
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy, told
    assert set(answer.headers) >= GUARDS, told
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        against = LOADED.findall(answer.text) + INLINE.findall(answer.text)
        assert not against, f"{told}: {against}"
