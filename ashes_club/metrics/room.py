"""What this machine has: room where the club writes, and the newest backup that lies here."""

from collections.abc import Iterator
from shutil import disk_usage

from prometheus_client.core import GaugeMetricFamily

from ashes_club.backup import shelf
from ashes_club.doctor.disk import places


class RoomCollector:
    """Asked for at each scrape: four calls of the file system."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        free = GaugeMetricFamily("club_disk_free_bytes", "Room that is left.", labels=["place"])
        size = GaugeMetricFamily("club_disk_size_bytes", "Room in all.", labels=["place"])
        for name, folder in places().items():
            room = disk_usage(folder)
            free.add_metric([name], room.free)
            size.add_metric([name], room.total)
        yield from (free, size)
        newest = max((each.stat().st_mtime for each in shelf.archives()), default=0.0)
        said = "When the newest backup here was made; 0 where there is none."
        yield GaugeMetricFamily("club_backup_newest_timestamp_seconds", said, newest)
