"""Archives: what goes in comes back, and one that is not whole is refused before it does harm."""

import io
import os
import tarfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from psycopg import sql

from ashes_club import database as own_connection
from ashes_club.backup import archive, database, files, sealing, shelf, work
from ashes_club.backup.errors import BackupError

KEY = "a key that nobody guesses"
AT = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
PICTURE = os.urandom(3 * 2**20 + 17)  # more than a piece, and no whole number of them


@pytest.fixture
def folders(settings, tmp_path):
    """Storages and shelf of this test's own, and a key."""
    _use(settings, tmp_path / "media")
    settings.BACKUP_DIR, settings.BACKUP_KEY = tmp_path / "backups", KEY
    return tmp_path


def _use(settings, folder: Path):
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": folder / "private"}}
    settings.MEDIA_ROOT = folder / "public"
    settings.STORAGES = {**settings.STORAGES, "private": private}


@pytest.fixture
def stored(folders):
    storages["default"].save("art/brood.webp", ContentFile(PICTURE))
    storages["default"].save("empty.txt", ContentFile(b""))
    storages["private"].save("files/ember ü.zip", ContentFile(b"what was paid for"))


@pytest.fixture
def small_dump(monkeypatch):
    """The database's part stands still; the drill below takes the real one."""
    monkeypatch.setattr(work, "_add_database", lambda writer, progress: None)


@pytest.fixture
def made(stored, small_dump):
    return work.make(AT, print).path


def _contents(path, key=KEY):
    return {name: content.read() for name, content in archive.read(path, key)}


# --- one archive -------------------------------------------------------------------------------
def test_archive_holds_every_file_of_both_storages(made):
    found = _contents(made)
    assert found.pop(archive.MANIFEST)
    assert found == {
        "public/art/brood.webp": PICTURE,
        "public/empty.txt": b"",
        "private/files/ember ü.zip": b"what was paid for",
    }


def test_sealed_archive_tells_strangers_nothing(made):
    assert made.name == "ashes-club-20261126T030000Z.tar.sealed"
    assert made.stat().st_mode & 0o777 == 0o600
    assert b"brood" not in made.read_bytes() and b"paid for" not in made.read_bytes()


def test_archive_without_key_is_read_by_any_tar(stored, small_dump, settings):
    settings.BACKUP_KEY = ""
    with tarfile.open(work.make(AT, print).path) as tar:
        assert "public/art/brood.webp" in tar.getnames()


def test_file_that_comes_during_the_dump_is_taken_along(stored, monkeypatch):
    def upload(writer, progress):
        storages["default"].save("late.webp", ContentFile(b"late"))

    monkeypatch.setattr(work, "_add_database", upload)
    assert _contents(work.make(AT, print).path)["public/late.webp"] == b"late"


def test_file_that_goes_before_it_is_opened_is_no_reason_to_fail(stored, small_dump, monkeypatch):
    monkeypatch.setattr(files, "names", lambda: iter(["public/gone.webp", "public/empty.txt"]))
    assert set(_contents(work.make(AT, print).path)) == {"public/empty.txt", archive.MANIFEST}


def test_nothing_stays_of_an_archive_that_fails(stored, settings, monkeypatch):
    def fail(writer, progress):
        raise BackupError("no")

    monkeypatch.setattr(work, "_add_database", fail)
    with pytest.raises(CommandError, match="No backup was made: no"):
        call_command("backup")
    assert not list(settings.BACKUP_DIR.iterdir())


def test_newest_are_kept_and_what_was_killed_goes_after_a_day(stored, small_dump, settings):
    settings.BACKUP_KEEP = 2
    made = [work.make(AT + timedelta(days=day), print) for day in range(3)]
    killed = settings.BACKUP_DIR / "ashes-club-20261101T030000Z.tar.partial"
    killed.touch()
    os.utime(killed, (0, 0))
    assert made[2].removed == [made[0].path]
    assert shelf.remove_old() == [killed]
    assert shelf.archives() == [made[1].path, made[2].path]


# --- one that is not whole ---------------------------------------------------------------------
def _refusal(path, key=KEY):
    with pytest.raises(BackupError) as refused:
        archive.verify(path, key, lambda size: None)
    return str(refused.value)


def test_wrong_key_is_one_sentence(made):
    assert _refusal(made, "another key") == (
        "BACKUP_KEY is not the key this archive was sealed with."
    )


def test_missing_key_is_one_sentence(made):
    assert _refusal(made, "") == ("This archive is sealed: set the BACKUP_KEY it was sealed with.")


@pytest.mark.parametrize("left", [20, 60, 2**20, 2**21 + 83, -1])
def test_sealed_archive_that_was_cut_off_is_refused(made, left):
    made.write_bytes(made.read_bytes()[:left])
    assert _refusal(made)


@pytest.mark.parametrize("pieces", [1, 2, 3])
def test_archive_cut_between_two_pieces_is_refused(made, pieces):
    head = len(sealing.MAGIC) + sealing.SALT + sealing.TAG
    made.write_bytes(made.read_bytes()[: head + pieces * (sealing.PIECE + sealing.TAG)])
    assert "cut off" in _refusal(made)


def test_sealed_archive_with_one_bit_turned_is_refused(made):
    whole = bytearray(made.read_bytes())
    whole[sealing.PIECE * 3 // 2] ^= 1
    made.write_bytes(whole)
    assert _refusal(made) == "This archive is damaged in megabyte 2. Take another one."


@pytest.mark.parametrize("where", [0.1, 0.5, 0.99])
def test_open_archive_that_was_cut_off_is_refused(stored, small_dump, settings, where):
    settings.BACKUP_KEY = ""
    path = work.make(AT, print).path
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * where)])
    assert _refusal(path, "") == archive.CUT


def test_open_archive_with_one_bit_turned_is_refused(stored, small_dump, settings):
    settings.BACKUP_KEY = ""
    path = work.make(AT, print).path
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 1
    path.write_bytes(whole)
    assert _refusal(path, "") == archive.CUT


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        (b'{"made_at"', b'["made_at"', archive.CUT),
        (b'"rows"', b'"cows"', archive.CUT),
        (b'"format": 1', b'"format": 7', "Another version of the club made this archive"),
    ],
)
def test_manifest_that_cannot_be_read_is_refused(stored, small_dump, settings, was, becomes, said):
    settings.BACKUP_KEY = ""
    path = work.make(AT, print).path
    path.write_bytes(path.read_bytes().replace(was, becomes))
    assert said in _refusal(path, "")


@pytest.mark.parametrize("size", [0, 1, sealing.PIECE, sealing.PIECE + 1, 3 * sealing.PIECE])
def test_sealing_gives_back_what_it_was_given(size):
    told, raw = os.urandom(size), io.BytesIO()
    sealer = sealing.Sealer(raw, KEY)
    for start in range(0, size, 300_000):
        sealer.write(told[start : start + 300_000])
    sealer.close()
    raw.seek(0)
    assert io.BufferedReader(sealing.Opener(raw, KEY)).read() == told


def test_file_of_something_else_is_refused(folders):
    (folders / "else.tar").write_bytes(b"something else" * 1000)
    with pytest.raises(CommandError, match="cut off or damaged"):
        call_command("restore", folders / "else.tar", verify=True)


# --- the drill ---------------------------------------------------------------------------------
@pytest.fixture
def elsewhere(transactional_db):
    """An empty database beside the club's; its name is given to `own_connection.parameters`."""
    known = own_connection.parameters()
    name = f"{known['dbname']}_drill"
    with own_connection.connect(autocommit=True) as connection:
        _recreate(connection, name)
        yield {**known, "dbname": name}
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _recreate(connection, name):
    connection.execute(
        sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    )
    connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def _all_rows(parameters):
    """Every row of every table as text, in an order of its own."""
    with psycopg.connect(**parameters) as connection:
        tables = [name for (name,) in connection.execute(database.TABLES).fetchall()]
        query = "SELECT t::text FROM {} t ORDER BY 1"
        return {
            table: connection.execute(sql.SQL(query).format(sql.Identifier(table))).fetchall()
            for table in tables
        }


RULES = """
    SELECT conname::text, contype::text FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT tgname::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT indexname::text, tablename::text FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT sequencename::text, last_value::text FROM pg_sequences
    ORDER BY 1, 2
"""


def _all_rules(parameters):
    """Names of constraints and indexes, triggers, and where each sequence stands.

    Definitions are read anew by PostgreSQL, which writes some of them in other words.
    """
    with psycopg.connect(**parameters) as connection:
        return connection.execute(RULES).fetchall()


def _all_files():
    return {name: files.open_file(name).read() for name in files.names()}


@pytest.fixture
def filled(make_item, make_record, mira, kael, client):
    """Something in the tables that matter, beside what migrations put there."""
    for _ in range(3):
        make_item(description="Dust, “quoted”, with a \\ and a\ttab.\n")
    make_record()
    client.force_login(mira)


def test_drill(filled, stored, elsewhere, settings, tmp_path, monkeypatch):
    """Fill, back up, restore into nothing, and compare every row and every file."""
    here = own_connection.parameters()
    rows, rules, held = _all_rows(here), _all_rules(here), _all_files()
    call_command("backup")
    (path,) = shelf.archives()

    monkeypatch.setattr(own_connection, "parameters", lambda: elsewhere)
    monkeypatch.setattr(database, "parameters", lambda: elsewhere)
    _use(settings, tmp_path / "restored")
    call_command("restore", path)

    assert sum(map(len, rows.values())) > 100
    assert _all_rows(elsewhere) == rows
    assert _all_rules(elsewhere) == rules
    assert _all_files() == held
    _restored_again_only_where_told(path, elsewhere, rows)
    _untouched_by_what_fails(path, elsewhere, rows, monkeypatch)


def _restored_again_only_where_told(path, elsewhere, rows):
    with psycopg.connect(**elsewhere) as connection:
        connection.execute("CREATE TABLE of_a_later_version (user_id bigint)")
        connection.execute("DELETE FROM django_session")
    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", path)
    call_command("restore", path, replace=True)
    assert _all_rows(elsewhere) == rows


def _untouched_by_what_fails(path, elsewhere, rows, monkeypatch):
    """A dump that breaks off: pg_restore has written half of it to psql by then."""
    dump = b"".join(work._dump(path))
    for broken in (dump[: len(dump) // 2], dump[: len(dump) * 9 // 10], b"no dump", b""):
        monkeypatch.setattr(work, "_dump", lambda path, broken=broken: iter([broken]))
        with pytest.raises(CommandError, match="pg_restore"):
            call_command("restore", path, replace=True)
        assert _all_rows(elsewhere) == rows
