"""Rows of several tables in one statement: each kind as a list beside the row it belongs to.

An article is made of claims, questions, revisions and more. Asked one after the other, each
costs a way to the database and back; bundled, they come with their page.
"""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Model, QuerySet
from django.db.models.functions import JSONObject

Row = dict[str, Any]
AnyModel = TypeVar("AnyModel", bound=Model)


def bundle(rows: QuerySet, *names: str) -> ArraySubquery:
    """`rows` as a value of another statement, with the fields `names`: text, gate__label."""
    return ArraySubquery(rows.values(row=JSONObject(**{name: name for name in names})))


def unbundle(model: type[AnyModel], rows: Iterable[Row]) -> list[AnyModel]:
    """The rows of a bundle as instances. A field that was not named is fetched when it is asked."""
    return [_instance(model, row) for row in rows]


def _instance(model: type[AnyModel], row: Row) -> AnyModel:
    fields = [field for field in model._meta.concrete_fields if field.attname in row]
    values = [field.to_python(row[field.attname]) for field in fields]
    instance = model.from_db("default", [field.attname for field in fields], values)
    for name in {key.partition("__")[0] for key in row if "__" in key}:
        setattr(instance, name, _related(model, row, name))
    return instance


def _related(model: type[Model], row: Row, name: str) -> Model | None:
    field = model._meta.get_field(name)
    own = {
        key.partition("__")[2]: value for key, value in row.items() if key.startswith(f"{name}__")
    }
    if own["id"] is None:
        return None
    return _instance(field.related_model, own)  # type: ignore[arg-type]
