"""What files refer to by name: seasons, pieces, sources, pages, keepers; each table read once."""

from functools import cached_property
from typing import Any

from django.apps import apps

from lore.models.parts import Named


class Names:
    """Rows of other tables by their own names, as `Form.give` asks for them.

    What a folder brings along is known by name before it is written, and by its row afterwards.
    """

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str], dict[str, Any]] = {}

    def find(self, to: Named, name: str) -> Any:
        """The row of that name, or None."""
        return self.all_of(to.to, to.by).get(name)

    def knows(self, to: Named, name: str) -> bool:
        return name in self.all_of(to.to, to.by)

    def all_of(self, model: str, by: str) -> dict[str, Any]:
        if (model, by) not in self._rows:
            rows = apps.get_model(model)._default_manager.all()
            if model == "lore.Page":
                rows = rows.only("slug", "title")  # texts are long, and here only the row is meant
            self._rows[model, by] = {getattr(row, by): row for row in rows}
        return self._rows[model, by]

    def learn(self, model: str, by: str, rows: dict[str, Any]) -> None:
        self.all_of(model, by).update(rows)

    @cached_property
    def seasons(self) -> set[str]:
        return set(self.all_of("catalog.Season", "code"))
