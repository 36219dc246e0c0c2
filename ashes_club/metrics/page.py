"""Who may read the metrics, and what is read to them."""

import ipaddress
import os
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from ashes_club.metrics.figures import FigureCollector
from ashes_club.metrics.room import RoomCollector

# A proxy says in one of these for whom it asks; what comes with one did not come from within.
OF_A_PROXY = ("X-Forwarded-For", "X-Real-Ip", "Forwarded")
_asked_for = CollectorRegistry()
_asked_for.register(FigureCollector())
_asked_for.register(RoomCollector())


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """For Prometheus; for everybody else there is no such page."""
    if not _may_read(request):
        raise Http404
    body = generate_latest(_counted()) + generate_latest(_asked_for)
    return HttpResponse(body, content_type=CONTENT_TYPE_LATEST)


def _may_read(request: HttpRequest) -> bool:
    """Who brings METRICS_TOKEN; where there is none, who asks directly from a private network."""
    if settings.METRICS_TOKEN:
        brought = request.headers.get("Authorization", "")
        return constant_time_compare(brought, f"Bearer {settings.METRICS_TOKEN}")
    if any(header in request.headers for header in OF_A_PROXY):
        return False
    return _is_private(request.META.get("REMOTE_ADDR", ""))


def _is_private(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_private
    except ValueError:
        return False


def _counted() -> CollectorRegistry:
    """What this process has counted, or all those that share a folder for it."""
    folder = settings.PROMETHEUS_MULTIPROC_DIR
    if not folder:
        return REGISTRY
    _forget_the_dead(Path(folder))
    together = CollectorRegistry()
    MultiProcessCollector(together, folder)
    return together


def _forget_the_dead(folder: Path) -> None:
    """What they counted stays counted; the connections that they held are no more."""
    for file in folder.glob("gauge_live*_*.db"):
        pid = int(file.stem.rsplit("_", 1)[1])
        if not _lives(pid):
            mark_process_dead(pid, str(folder))


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's by now
        return True
    return True
