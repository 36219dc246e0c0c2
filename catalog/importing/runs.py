"""The life of an import: checked when it comes, written by the worker, whole or not at all."""

from collections.abc import Callable
from itertools import islice
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection, transaction

from catalog.accession import lock_book, next_accession
from catalog.importing.outcome import describe
from catalog.importing.plan import Outcome, Plan, Verdict
from catalog.importing.plates import hang, plates_at_hand
from catalog.importing.table import Table, Unreadable
from catalog.models import Item, ItemImport

BATCH = 500  # rows in one statement, and between two words on how far it is

Told = Callable[[int, int], None]  # rows done, rows to do


class Refused(Exception):
    """The catalogue has changed since the check, and the file no longer fits."""


def check(data: bytes, file_name: str, erases: bool, by: Any) -> ItemImport:
    """Keep an upload with what is to be said of it; raises Unreadable, and keeps nothing then."""
    table = Table.read(data)
    plan = Plan(table, erases)
    states = ItemImport.State
    return ItemImport.objects.create(
        made_by=by,
        file_name=file_name[:200],
        data=data,
        erases=erases,
        state=states.REFUSED if plan.problems else states.CHECKED,
        outcome=describe(table, plan),
    )


def run(upload: ItemImport) -> bool:
    """Write an import that waits; False if it did not wait, or nothing could be written."""
    if not upload.begin():
        return False
    with Teller(upload.pk) as tell:
        try:
            _write(upload, tell)
        except Refused as error:
            upload.fail(str(error))
        except (IntegrityError, Unreadable):
            upload.fail("Somebody changed the catalogue at the same moment. Nothing was written.")
        else:
            return True
    return False


class Teller:
    """Says how far a run is over a connection of its own: of its transaction nobody hears."""

    def __init__(self, pk: int) -> None:
        self._pk = pk

    def __enter__(self) -> Told:
        self._connection = connection.copy()
        return self._tell

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def _tell(self, done: int, to_do: int) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute(
                "UPDATE catalog_itemimport SET rows_done = %s, rows_to_do = %s, moved_at = now() "
                "WHERE id = %s",
                [done, to_do, self._pk],
            )


@transaction.atomic
def _write(upload: ItemImport, tell: Told) -> None:
    lock_book()
    table = Table.read(bytes(upload.data))
    plan = Plan(table, upload.erases, lock=True)
    if plan.problems:
        line, column, sentence = plan.problems[0]
        raise Refused(
            f"The catalogue has changed since the check: line {line}, {column}: {sentence} "
            "Nothing was written. Upload the file again."
        )
    outcome = describe(table, plan)
    new, changed = plan.of(Verdict.NEW), plan.of(Verdict.CHANGED)
    done, to_do = 0, len(new) + len(changed)
    tell(done, to_do)
    number_new([one.item for one in new])
    for write, outcomes in ((_enter, new), (_change, changed)):
        for batch in _batches(outcomes):
            write(batch, upload)
            done += len(batch)
            tell(done, to_do)
    upload.finish(outcome)


def number_new(items: list[Item]) -> None:
    """The next numbers of the book, without a gap; call it under its lock."""
    taken = {item.accession for item in items if item.accession}
    number = max([next_accession(), *(one + 1 for one in taken)])
    for item in items:
        if not item.accession:
            item.accession = number
            number += 1


def _batches(outcomes: list[Outcome]) -> list[list[Outcome]]:
    rest = iter(outcomes)
    return list(iter(lambda: list(islice(rest, BATCH)), []))


def _enter(batch: list[Outcome], upload: ItemImport) -> None:
    items = Item.objects.bulk_create([one.item for one in batch])
    hang([item for item in items if item.is_archive], plates_at_hand())


def _change(batch: list[Outcome], upload: ItemImport) -> None:
    """Only fields that some row of the batch changes; sold and held are never among them."""
    fields = sorted({name for one in batch for name in one.changes})
    Item.objects.bulk_update([one.item for one in batch], fields)
    item_type = ContentType.objects.get_for_model(Item)
    LogEntry.objects.bulk_create(
        LogEntry(
            user_id=upload.made_by_id,
            content_type=item_type,
            object_id=str(one.item.pk),
            object_repr=str(one.item)[:200],
            action_flag=CHANGE,
            change_message=f"Import of {upload.file_name} changed {', '.join(one.changes)}.",
        )
        for one in batch
    )
