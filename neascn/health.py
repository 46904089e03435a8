"""`/healthz`: this process answers. `/readyz`: everything behind it does too."""

import os
from datetime import timedelta

from celery import current_app
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError as BrokerError

from core import heartbeat
from core.models import Outbox

OUTBOX_MAX_AGE = timedelta(minutes=5)
BEAT_MAX_AGE = timedelta(minutes=3)
DISK_MIN_SHARE = 0.05


@require_safe
def alive(request):
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
def ready(request):
    """200 when all is well, else 503; each check by name, no details."""
    checks = {"database": _database()}
    later = {
        "migrations": _migrations,
        "outbox": _outbox,
        "beat": _beat,
    }
    for name, check in later.items():
        checks[name] = checks["database"] and check()
    checks["broker"] = _broker()
    checks["disk"] = _disk()
    response = JsonResponse(checks, status=200 if all(checks.values()) else 503)
    # Whoever asks reads the answer; the log need not repeat it.
    response._has_been_logged = True
    return response


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _migrations() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _outbox() -> bool:
    oldest = timezone.now() - OUTBOX_MAX_AGE
    return not Outbox.objects.waiting().filter(created_at__lt=oldest).exists()


def _beat() -> bool:
    age = heartbeat.age("tick")
    return age is not None and age < BEAT_MAX_AGE


def _broker() -> bool:
    try:
        with current_app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, timeout=1)
    except (BrokerError, OSError):
        return False
    return True


def _disk() -> bool:
    stats = os.statvfs(settings.DATA_DIR)
    return stats.f_bavail / stats.f_blocks > DISK_MIN_SHARE
