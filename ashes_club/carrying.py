"""A task knows which request queued it, without an argument for it.

The id travels in the job's queueing lock, which most tasks do not use. A lock that is unlike all
others locks nothing out, and a worker of an older version takes no notice of it.
"""

import uuid
from typing import Any

from procrastinate import App
from procrastinate.jobs import Job
from procrastinate.manager import JobManager

from ashes_club import logs


class CarryingJobManager(JobManager):
    """Notes the id of the request that is being answered on what is queued meanwhile."""

    def batch_defer_jobs(self, jobs: list[Job], *args: Any, **kwargs: Any) -> list[Job]:
        return super().batch_defer_jobs([_marked(job) for job in jobs], *args, **kwargs)


def carry_ids(app: App) -> None:
    """For PROCRASTINATE_ON_APP_READY."""
    app.job_manager = CarryingJobManager(app.connector)


def _marked(job: Job) -> Job:
    request_id = logs.current.get().partition("/")[0]  # what a task queues belongs to it too
    if job.queueing_lock or request_id == "-" or request_id.startswith("task-"):
        return job
    return job.evolve(queueing_lock=f"{logs.OF_REQUEST}{request_id}:{uuid.uuid4().hex[:12]}")
