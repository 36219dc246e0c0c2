"""Whatever an address says, the vault answers it."""

from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

NAMES = ["q", "shelf", "rarity", "kind", "set", "season", "theme", "availability", "sort", "page",
         "price_min", "price_max", "anything"]  # fmt: skip
LIKELY = ["epic", "archive", "left", "1", "-1", "0", "1e999", "NaN", "Infinity", "1e-999999",
          "\x00", "'", "%", "½", "ember's", "a" * 200, "٣", "9" * 5000]  # fmt: skip
VALUES = st.one_of(st.sampled_from(LIKELY), st.text(max_size=40))
ADDRESSES = st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=8)


@pytest.mark.django_db
@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(pairs=ADDRESSES)
def test_no_query_string_breaks_the_vault(client, ash, pairs):
    query = urlencode([(name, value.encode("utf-8", "surrogatepass")) for name, value in pairs])
    # A NUL is refused at the door, before the vault is asked: ashes_club/guards.py.
    assert client.get(f"/vault/?{query}").status_code == (400 if "%00" in query else 200)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    ["q=" + "a" * 10_000, "q=%ff%fe", "page=1000000000", "page=-1", "price_min=" + "9" * 3000,
     "&&&=="],
)  # fmt: skip
def test_malformed_values_are_noted_not_refused(client, make_item, query):
    make_item()
    assert client.get(f"/vault/?{query}").status_code == 200


@pytest.mark.django_db
def test_long_search_is_said_to_be_too_long(client, make_item):
    make_item()
    page = client.get("/vault/?q=" + "a" * 10_000).text
    assert "cannot be looked for" in page
    assert "a" * 60 not in page


@pytest.mark.django_db
def test_markup_in_a_value_stays_text(client, make_item):
    make_item()
    page = client.get("/vault/?q=<script>x&rarity=<b>").text
    assert "<script>x" not in page
    assert "“<b>”" not in page
