"""A number of an edition: its history for everybody, its certificate for its owner."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from core.qr import path_of
from payments import certificates
from payments.certificate_pdf import draw_certificate, facts_of
from payments.certificates import Certificate
from payments.models import Copy
from payments.provenance import provenance_of


@require_safe
@cache_control(public=True)
def copy_detail(request: HttpRequest, slug: str, serial: int) -> HttpResponse:
    """Who has had this number, as far as each of them allows. Never given out: 404."""
    provenance = provenance_of(slug, serial)
    if provenance is None:
        raise Http404(f"No. {serial} of {slug} was never given out.")
    context = {"current_room": "vault", "provenance": provenance, "item": provenance.item}
    return render(request, "payments/copy_detail.html", context)


@login_required
@require_safe
def certificate(request: HttpRequest, slug: str, serial: int) -> HttpResponse:
    """What its owner prints: a page of A4."""
    written = _certificate_for(request, slug, serial)
    path, side = path_of(written.url)
    facts = facts_of(written, str(request.user))
    context = {"certificate": written, "facts": facts, "path": path, "side": side}
    return render(request, "payments/certificate.html", context)


@login_required
@require_safe
def certificate_pdf(request: HttpRequest, slug: str, serial: int) -> HttpResponse:
    written = _certificate_for(request, slug, serial)
    name = f'attachment; filename="{slug}-no-{serial}-certificate.pdf"'
    headers = {"Content-Disposition": name, "Cache-Control": "private, no-store"}
    page = draw_certificate(written, str(request.user))
    return HttpResponse(page, content_type="application/pdf", headers=headers)


@require_safe
@never_cache
def certificate_check(request: HttpRequest, token: str) -> HttpResponse:
    """Whether a certificate is genuine, and still true. Forged: a 404 that says so."""
    written = certificates.read(token)
    if written is None:
        return render(request, "payments/certificate_forged.html", status=404)
    response = render(request, "payments/certificate_check.html", {"certificate": written})
    response["X-Robots-Tag"] = "noindex"
    return response


def _certificate_for(request: HttpRequest, slug: str, serial: int) -> Certificate:
    """For the owner of now. Nothing is certified while a copy is frozen."""
    at_hand = Copy.objects.owned_by(request.user).at_hand().select_related("item__item_set")
    copy = get_object_or_404(at_hand, item__slug=slug, serial=serial)
    return Certificate.issue(copy)
