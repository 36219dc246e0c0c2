"""A form of the account that was not right is answered as such: 422, or 429 when too often."""

from collections.abc import Callable
from http import HTTPStatus

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

TOO_OFTEN = {"too_many_login_attempts", "rate_limited"}  # as allauth calls them


class FormAnswerMiddleware:
    """allauth answers 200 whatever was sent; browsers, robots and logs are told the truth here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_template_response(
        self, request: HttpRequest, response: TemplateResponse
    ) -> TemplateResponse:
        is_ours = request.method == "POST" and request.path_info.startswith("/account/")
        form = (response.context_data or {}).get("form") if is_ours else None
        if isinstance(form, forms.Form) and form.errors:
            response.status_code = _status(form)
        return response


def _status(form: forms.Form) -> HTTPStatus:
    codes = {error.code for errors in form.errors.as_data().values() for error in errors}
    is_too_often = codes & TOO_OFTEN
    return HTTPStatus.TOO_MANY_REQUESTS if is_too_often else HTTPStatus.UNPROCESSABLE_ENTITY
