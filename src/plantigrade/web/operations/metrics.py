"""Figures for Prometheus: requests of these processes, jobs and workers out of the database.

With PROMETHEUS_MULTIPROC_DIR, an empty folder, the requests of all web processes of a machine count together.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Min, Q
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from plantigrade.web.operations.heartbeat import EVERY_S
from plantigrade.web.operations.models import WorkerSeen

# Whoever missed three beats is gone.
_GONE = timedelta(seconds=3 * EVERY_S)
_BUCKETS_S = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

_own = CollectorRegistry()
REQUESTS = Counter("plantigrade_requests", "Requests answered", ("route", "method", "status"), registry=_own)
SECONDS = Histogram(
    "plantigrade_request_seconds", "Time to the answer", ("route",), buckets=_BUCKETS_S, registry=_own
)
_METHODS = frozenset(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])


def count(route: str, method: str | None, status: int, seconds: float) -> None:
    """`route` is the name of an address, never the address: that holds whose it is."""
    REQUESTS.labels(route, method if method in _METHODS else "other", str(status)).inc()
    SECONDS.labels(route).observe(seconds)


def text() -> bytes:
    """All figures in Prometheus' text format."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        shared = CollectorRegistry()
        MultiProcessCollector(shared)  # type: ignore[no-untyped-call]
    else:
        shared = _own
    jobs = CollectorRegistry()
    jobs.register(_Jobs())
    return generate_latest(shared) + generate_latest(jobs)


class _Jobs(Collector):
    """Read from the database, so that every web process tells the same."""

    def collect(self) -> Iterator[Metric]:
        now = timezone.now()
        rows = DBTaskResult.objects.values_list("status").annotate(n=Count("id")).order_by()
        counted = {str(status).lower(): n for status, n in rows}
        jobs = GaugeMetricFamily("plantigrade_jobs", "Jobs by their state", labels=["state"])
        for said, status in (("waiting", "ready"), ("running", "running"), ("failed", "failed")):
            jobs.add_metric([said], counted.get(status, 0))
        yield jobs
        due = DBTaskResult.objects.filter(Q(run_after=None) | Q(run_after__lte=now), status="READY")
        oldest = due.aggregate(oldest=Min("enqueued_at"))["oldest"]
        yield GaugeMetricFamily(
            "plantigrade_job_oldest_waiting_seconds",
            "Age of the oldest job that could be done now",
            value=(now - oldest).total_seconds() if oldest is not None else 0.0,
        )
        yield GaugeMetricFamily(
            "plantigrade_workers",
            "Workers that gave a sign of life lately",
            value=WorkerSeen.objects.filter(seen_at__gt=now - _GONE).count(),
        )
