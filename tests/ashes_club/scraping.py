"""What a scrape says, for the tests of the metrics."""

from typing import Any

from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

Samples = dict[tuple[str, ...], float]


def read_metrics(client: Client, **more: Any) -> Samples | None:
    """The samples by name and values of labels, which come by their alphabet; None for a 404."""
    answer = client.get("/metrics", **more)
    if answer.status_code == 404:
        return None
    families = text_string_to_metric_families(answer.text)
    samples = [sample for family in families for sample in family.samples]
    return {(each.name, *each.labels.values()): each.value for each in samples}
