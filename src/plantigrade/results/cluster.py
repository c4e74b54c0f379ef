"""The clips of a batch on a Dask cluster: a task a clip, done again elsewhere when its worker dies.

Needs the extra `dask`. The folders of clips and of results must be there under the same paths on every
worker.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING

from plantigrade.results.batch import Runner
from plantigrade.results.clip_job import Done, Job, analyse

if TYPE_CHECKING:
    from distributed import Client, Future

ANSWER_S, WORKER_S = 20, 60
# Tasks that the scheduler holds at once: its memory does not grow with the folder.
AHEAD = 1000


class ClusterError(Exception):
    """`text` says what is missing and what to do."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


@contextmanager
def cluster(address: str) -> Iterator[Runner]:
    """The runner of the cluster whose scheduler is at `address`, as tcp://host:8786. Raises ClusterError."""
    try:
        from distributed import Client
    except ImportError:
        what = (
            "a Dask cluster needs the extra `dask`: pip install 'plantigrade[dask]', here and on the workers"
        )
        raise ClusterError(what) from None
    try:
        client = Client(address, timeout=ANSWER_S, set_as_default=False)
    except (OSError, ValueError) as error:
        what = (
            f"no Dask scheduler answers there ({error}); start `dask scheduler`, name the address it prints"
        )
        raise ClusterError(what) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=WORKER_S)
        except TimeoutError:
            what = f"the scheduler has no worker; start `dask worker {address} --nthreads 1` on each machine"
            raise ClusterError(what) from None
        yield on_cluster(client)


def on_cluster(client: Client) -> Runner:
    """Clips at once wherever the client's workers are; as many a worker as it has threads."""
    from distributed import as_completed

    def do(jobs: Iterable[Job]) -> Iterator[Done]:
        left = iter(jobs)
        names: dict[object, str] = {}

        def handed_in(count: int) -> list[Future[Done]]:
            futures = []
            for job in islice(left, count):
                futures.append(client.submit(analyse, job, pure=False))
                names[futures[-1].key] = job.clip
            return futures

        waiting = as_completed(handed_in(AHEAD), loop=client.loop)
        for future in waiting:
            yield _done(future, names.pop(future.key))
            future.release()
            waiting.update(handed_in(1))

    return do


def _done(future: Future[Done], clip: str) -> Done:
    if future.status == "finished":
        done: Done = future.result()
        return done
    if future.status == "error":
        error = future.exception()
        if type(error).__name__ == "KilledWorker":
            return Done(clip, "every worker that took it died; give workers more memory, or look at the clip")
        return Done(clip, f"the worker could not begin: {error}; install the same plantigrade there")
    return Done(clip, f"the cluster gave it up ({future.status}); run again")
