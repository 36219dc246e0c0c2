"""Relations between tables follow the layers too: a string in a ForeignKey is an import."""

import pytest
from django.apps import apps

MAY_POINT_TO = {
    "accounts": {"accounts"},
    "catalog": {"catalog", "accounts"},
    "lore": {"lore", "catalog", "accounts"},
    "payments": {"payments", "catalog", "accounts"},
}
OURS = set(MAY_POINT_TO)


def _relations():
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in OURS:
            for field in model._meta.get_fields():
                if field.is_relation and field.related_model and not field.auto_created:
                    yield pytest.param(model, field, id=f"{model._meta.label}.{field.name}")


@pytest.mark.parametrize(("model", "field"), list(_relations()))
def test_relation_points_downwards(model, field):
    target = field.related_model._meta.app_label
    assert target not in OURS or target in MAY_POINT_TO[model._meta.app_label]


@pytest.mark.parametrize(("model", "field"), list(_relations()))
def test_relation_to_another_app_closes_the_way_back(model, field):
    if field.related_model._meta.app_label != model._meta.app_label and not field.auto_created:
        other_is_ours = field.related_model._meta.app_label in OURS
        assert not other_is_ours or field.remote_field.hidden
