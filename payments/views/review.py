"""Reviews by owners: written, changed, taken back and reported; read by everybody."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.models import Item
from payments.locker import Locker
from payments.models import Copy, Review, ReviewReport
from payments.review_forms import ReportForm, ReviewForm

PER_PAGE = 20
HANDED_IN = "Thank you. Somebody of the house will look at it."


@require_safe
@cache_control(public=True)
def review_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything its owners say of a piece."""
    item = get_object_or_404(Item.objects.entered().originals().for_cards(), slug=slug)
    reviews = Review.objects.shown().filter(item=item).for_page()
    page = Paginator(reviews, PER_PAGE).get_page(request.GET.get("page"))
    context = {"current_room": "vault", "item": item, "page": page, "rating": reviews.rating()}
    return render(request, "payments/review_list.html", context)


@login_required
@require_safe
def own_reviews(request: HttpRequest) -> HttpResponse:
    """What a member has said, hidden reviews with their reasons among it."""
    reviews = Review.objects.by(request.user).for_page()
    page = Paginator(reviews, PER_PAGE).get_page(request.GET.get("page"))
    context = {"locker": Locker(request.user), "tab": "reviews", "page": page}
    return render(request, "payments/own_reviews.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review_create(request: HttpRequest, copy_pk: int) -> HttpResponse:
    """Say something of a piece one has. What was said of it before is changed instead."""
    at_hand = Copy.objects.owned_by(request.user).at_hand().select_related("item")
    copy = get_object_or_404(at_hand, pk=copy_pk)
    earlier = Review.objects.by(request.user).filter(item=copy.item).first()
    if earlier and request.method != "POST":
        return redirect(earlier)
    form = ReviewForm(_posted(request))
    if not form.is_valid():
        return _form(request, copy.item, form)
    Review.write(copy, request.user, **form.cleaned_data)
    return _said(request, copy.item, "is on the page of the piece")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review_update(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what one said, whether or not the copy is still one's own."""
    review = _own(request, pk)
    said = {"stars": review.stars, "text": review.text}
    form = ReviewForm(_posted(request), initial=said)
    if not form.is_valid():
        return _form(request, review.item, form, review)
    review.change(**form.cleaned_data)
    return _said(request, review.item, "is changed")


@login_required
@require_POST
def review_delete(request: HttpRequest, pk: int) -> HttpResponse:
    review = _own(request, pk)
    review.delete()
    return _said(request, review.item, "is taken back")


@require_http_methods(["GET", "HEAD", "POST"])
def review_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Anybody may report a review; the house looks at it."""
    review = get_object_or_404(Review.objects.shown().for_page(), pk=pk)
    form = ReportForm(_posted(request))
    if not form.is_valid():
        context = {"review": review, "form": form}
        status = 422 if form.is_bound else 200
        return render(request, "payments/review_report.html", context, status=status)
    sender = _sender(request)
    if ReviewReport.too_many_by(sender):
        return render(request, "429.html", status=429)
    ReviewReport.make(review, sender, **form.cleaned_data)
    messages.success(request, HANDED_IN)
    return redirect("payments:review_report", review.pk)


def _posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, even if it is nothing; None where a form is only asked for."""
    return request.POST if request.method == "POST" else None


def _own(request: HttpRequest, pk: int) -> Review:
    return get_object_or_404(Review.objects.by(request.user).select_related("item"), pk=pk)


def _form(
    request: HttpRequest, item: Item, form: ReviewForm, review: Review | None = None
) -> HttpResponse:
    context = {"item": item, "form": form, "review": review}
    status = 422 if form.is_bound else 200
    return render(request, "payments/review_form.html", context, status=status)


def _said(request: HttpRequest, item: Item, outcome: str) -> HttpResponse:
    messages.success(request, f"Your review of {item.name} {outcome}.")
    return redirect("payments:own_reviews")


def _sender(request: HttpRequest) -> str:
    """Tells members, and addresses of visitors, apart for a day; names neither."""
    user: Any = request.user
    who = f"member {user.pk}" if user.is_authenticated else get_adapter().get_client_ip(request)
    return salted_hmac("payments.reports", f"{timezone.localdate()} {who}").hexdigest()[:32]
