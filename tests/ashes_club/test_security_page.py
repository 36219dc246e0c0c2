"""What SECURITY.md says of limits is what the code does."""

import re
from pathlib import Path

import pytest
from allauth.account import app_settings as account
from allauth.mfa import app_settings as mfa

from accounts.models import data_copy
from payments.models import attempt, coupon, download, joining, review

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "SECURITY.md").read_text()
ROWS = {
    tuple(cell.strip(" `") for cell in line.strip("|").split("|"))[1:]
    for line in PAGE.splitlines()
    if line.startswith("|") and line.count("|") == 5
}
SECONDS = {"s": "seconds", "m": "a minute", "h": "an hour", "d": "a day"}
EACH = {"ip": "network address", "key": "e-mail address", "user": "member"}
# No page of the club asks for a telephone.
UNUSED = {"change_phone", "verify_phone"}


def _words(rate: str) -> tuple[str, str]:
    """`5/300s/key`, as allauth writes it, in the words of the page."""
    many, period, each = rate.split("/")
    number, unit = re.fullmatch(r"(\d*)([smhd])", period).groups()
    often = f"{many} in {number} {SECONDS[unit]}" if number else f"{many} {SECONDS[unit]}"
    return often, EACH[each]


def _limits():
    for name, rates in {**account.RATE_LIMITS, **mfa.RATE_LIMITS}.items():
        if name not in UNUSED:
            yield from ((*_words(rate), name) for rate in rates.split(","))


@pytest.mark.parametrize("limit", list(_limits()), ids=str)
def test_limit_of_the_door_is_on_the_page(limit):
    assert limit in ROWS


@pytest.mark.parametrize(
    ("many", "period", "each", "name"),
    [
        (attempt.PER_HOUR, "an hour", "member", "attempt.PER_HOUR"),
        (joining.PER_HOUR, "an hour", "member", "joining.PER_HOUR"),
        (download.PER_HOUR, "an hour", "member", "download.PER_HOUR"),
        (coupon.WRONG_TRIES, "an hour", "member", "coupon.WRONG_TRIES"),
        (review.REPORTS_A_DAY, "a day", "sender", "review.REPORTS_A_DAY"),
        (data_copy.PER_DAY, "a day", "member", "data_copy.PER_DAY"),
    ],
)
def test_limit_of_ours_is_on_the_page(many, period, each, name):
    assert (f"{many} {period}", each, name) in ROWS


def test_page_knows_no_limit_that_is_none():
    known = {limit[-1] for limit in _limits()}
    said = {row[-1] for row in ROWS} - {"said in", "---"}
    assert {name for name in said if "." not in name} == known


def test_front_door_counts_as_the_page_says():
    door = (ROOT / "deploy" / "proxy" / "open-door").read_text()
    for name, words in {
        "PAGES_A_SECOND": "{} pages a second",
        "PAGES_AT_ONCE": "after the first {}",
        "POSTS_A_MINUTE": "{} forms a minute",
        "SIGN_INS_A_MINUTE": "{} sign-ins a minute",
    }.items():
        found = re.search(rf"{name}:=(\d+)", door)
        assert found and words.format(found[1]) in PAGE, name


def test_codes_can_be_tried_three_times():
    tries = {account.EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS, account.LOGIN_BY_CODE_MAX_ATTEMPTS}
    assert tries == {3}


def test_hardening_list_names_settings_that_there_are():
    example = (ROOT / ".env.example").read_text()
    part = PAGE.split("## Hardening list")[1].split("## ")[0]
    named = set(re.findall(r"`([A-Z][A-Z_]+)", part))
    assert {name.removesuffix("_FILE") for name in named} <= set(re.findall(r"[A-Z_]+", example))
