"""What the shopkeeper does to many pieces at once: first a page that says what will happen."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import ModelAdmin, helpers
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from catalog.admin import reasons
from catalog.admin.action_forms import ActionForm, OpeningForm, RestockForm
from catalog.models import Item

SHOWN = 10  # names in a sentence
OVERTAKEN = "Somebody changed it meanwhile."


@dataclass(frozen=True)
class Act:
    """An action: when it cannot be done, how it is done, and what the history says of it."""

    name: str
    title: str
    done: str  # Retired: 3 pieces.
    undone: str
    warning: str
    form: type[ActionForm]
    why_not: Callable[[Item], str | None]
    do: Callable[[Item, dict[str, Any]], bool]
    history: Callable[[Item, dict[str, Any]], str]


@dataclass(frozen=True)
class Sorted:
    """The chosen items: those it can be done to, and the others by the reason why not."""

    able: list[Item]
    unable: dict[str, list[Item]]

    @classmethod
    def of(cls, act: Act, items: QuerySet[Item]) -> "Sorted":
        able: list[Item] = []
        unable: dict[str, list[Item]] = {}
        for item in items.prefetch_related(None):
            reason = act.why_not(item)
            (unable.setdefault(reason, []) if reason else able).append(item)
        return cls(able, unable)

    @property
    def told(self) -> list[tuple[str, str]]:
        """Reason and names, for each reason."""
        return [(reason, _names(items)) for reason, items in self.unable.items()]


def _respond(act: Act, desk: ModelAdmin, request: HttpRequest, items: QuerySet) -> Any:
    """The page that asks; once it is confirmed, the deed, and back to the list."""
    form = act.form(request.POST if "confirmed" in request.POST else None)
    chosen = Sorted.of(act, items)
    if form.is_bound and form.is_valid():
        _carry_out(act, desk, request, chosen, form.cleaned_data)
        return None
    return _ask(act, desk, request, chosen, form)


def _ask(
    act: Act, desk: ModelAdmin, request: HttpRequest, chosen: Sorted, form: ActionForm
) -> HttpResponse:
    context = {
        **desk.admin_site.each_context(request),
        "title": act.title,
        "opts": desk.opts,
        "act": act,
        "chosen": chosen,
        "able": chosen.able[:SHOWN],
        "able_more": max(len(chosen.able) - SHOWN, 0),
        "form": form,
        "checkbox": helpers.ACTION_CHECKBOX_NAME,
        "selected": request.POST.getlist(helpers.ACTION_CHECKBOX_NAME),
        "across": request.POST.get("select_across", "0"),
    }
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "admin/catalog/item/action.html", context, status=status)


@transaction.atomic
def _carry_out(
    act: Act, desk: ModelAdmin, request: HttpRequest, chosen: Sorted, data: dict[str, Any]
) -> None:
    done, unable = [], dict(chosen.unable)
    for item in chosen.able:
        if act.do(item, data):
            done.append(item)
            desk.log_change(request, item, act.history(item, data))
        else:
            unable.setdefault(OVERTAKEN, []).append(item)
    if done:
        desk.message_user(request, f"{act.done}: {_names(done)}.", messages.SUCCESS)
    for reason, names in Sorted(done, unable).told:
        desk.message_user(request, f"{act.undone}: {names}. {reason}", messages.WARNING)


def _names(items: list[Item]) -> str:
    names = ", ".join(item.name for item in items[:SHOWN])
    rest = len(items) - SHOWN
    return f"{names} and {rest:,} more" if rest > 0 else names


def _restocked(item: Item, data: dict[str, Any]) -> str:
    item.refresh_from_db(fields=["edition_size"])
    return f"Restocked by {data['copies']:,} to {item.edition_size:,}: {data['reason']}"


ON_SALE = Act(
    name="put_on_sale",
    title="Put on sale",
    done="Put on sale",
    undone="Not put on sale",
    warning="From then on it can be bought, and the price stands on its page.",
    form=OpeningForm,
    why_not=reasons.not_on_sale,
    do=lambda item, data: item.put_on_sale(data["opens_at"]),
    history=lambda item, data: f"Put on sale from {data['opens_at']:%d %B %Y, %H:%M} UTC.",
)
RESTOCK = Act(
    name="restock",
    title="Restock",
    done="Restocked",
    undone="Not restocked",
    warning="A larger edition cannot be made smaller again once its copies are sold.",
    form=RestockForm,
    why_not=reasons.not_restocked,
    do=lambda item, data: item.restock(data["copies"]),
    history=_restocked,
)
RETIRE = Act(
    name="retire",
    title="Retire",
    done="Retired",
    undone="Not retired",
    warning="It leaves the shop for good and stays in the vault. Copies at a checkout now may "
    "still be paid for. What was bought stays owned.",
    form=ActionForm,
    why_not=reasons.not_retired,
    do=lambda item, data: item.retire(),
    history=lambda item, data: "Retired.",
)


@admin.action(permissions=["change"], description="Put on sale…")
def put_on_sale(desk: ModelAdmin, request: HttpRequest, items: QuerySet) -> HttpResponse | None:
    return _respond(ON_SALE, desk, request, items)


@admin.action(permissions=["change"], description="Restock…")
def restock(desk: ModelAdmin, request: HttpRequest, items: QuerySet) -> HttpResponse | None:
    return _respond(RESTOCK, desk, request, items)


@admin.action(permissions=["change"], description="Retire…")
def retire(desk: ModelAdmin, request: HttpRequest, items: QuerySet) -> HttpResponse | None:
    return _respond(RETIRE, desk, request, items)
