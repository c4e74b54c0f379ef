"""Whether this machine can do its work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max
from django.utils import timezone

from plantigrade.web.operations.actions import try_storage
from plantigrade.web.operations.models import WorkerSeen


def ready() -> tuple[bool, dict[str, Any]]:
    """True when all holds; each check with "ok" or the kind of its fault, never the fault's own text."""
    checks: dict[str, Any] = {
        name: _tried(check)
        for name, check in (("database", _database), ("migrations", _migrations), ("storage", _storage))
    }
    good = all(said == "ok" for said in checks.values())
    if good:
        checks["worker_seen_s"] = worker_age_s()
    return good, checks


def worker_age_s() -> float | None:
    """Seconds since the last worker gave a sign; None when none ever did."""
    last = WorkerSeen.objects.aggregate(last=Max("seen_at"))["last"]
    return round((timezone.now() - last).total_seconds(), 1) if last is not None else None


def _tried(check: Callable[[], str]) -> str:
    try:
        return check()
    except Exception as error:  # whatever it is, the answer is "not ready"
        return type(error).__name__


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return "ok" if not missing else f"{len(missing)} to be applied"


def _storage() -> str:
    try_storage()
    return "ok"
