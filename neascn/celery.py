import os

import pghistory
from celery import Celery
from celery.signals import task_postrun, task_prerun

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "neascn.settings")

app = Celery("neascn")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

_open_contexts: dict[str, pghistory.context] = {}


@task_prerun.connect
def begin_history(task_id, task, **_kwargs) -> None:
    """Every change that a job makes is recorded with the name of the job."""
    context = pghistory.context(job=task.name)
    context.__enter__()
    _open_contexts[task_id] = context


@task_postrun.connect
def end_history(task_id, **_kwargs) -> None:
    if context := _open_contexts.pop(task_id, None):
        context.__exit__(None, None, None)
