"""/metrics: what Prometheus reads of one web process, or of all those of one container.

`requests` counts what is answered, `pools` the connections, `figures` asks the database, and
`page` lets in who may read them. docs/decisions/0018 says why it is made so.
"""

from pathlib import Path

from django.conf import settings

if settings.PROMETHEUS_MULTIPROC_DIR:  # where the processes of this container count together
    Path(settings.PROMETHEUS_MULTIPROC_DIR).mkdir(parents=True, exist_ok=True)
