"""Workers that are killed or stand still in the middle: every job is done, and none twice in effect.

On both databases: `make test-all`.
"""

from __future__ import annotations

import json
import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path

import psycopg
import pytest

from tests.web.databases import SERVER, address_of, asked
from tests.web.running import child_environment, until

CLIPS, PAIRS, KILLS = 50, 25, 8
# Each of 25 people has a flat and a raised squat of one day: the two are compared by a job that follows.
FILL = """
import datetime
from plantigrade.web.starting import set_up
set_up(migrate=True)
from django.core.files.base import ContentFile
from django.db import connection
from plantigrade.web.accounts.actions import sole_user
from plantigrade.web.people.actions import add_person
from plantigrade.web.videos.actions import add_clip
for number in range(25):
    person = add_person(owner=sole_user(), name=str(number))
    for lift_cm in (0.0, 2.5):
        file = ContentFile(b"film", name="a.mp4")
        add_clip(person=person, file=file, taken_on=datetime.date(2026, 11, 26), heel_lift_cm=lift_cm)
tables, when = ("videos_clip", "videos_comparison"), "WHEN (NEW.state = 'done' OR OLD.state = 'done')"
with connection.cursor() as cursor:
    cursor.execute("CREATE TABLE effects (id varchar(36))")
    for table in tables:
        if connection.vendor == "sqlite":
            cursor.execute(
                f"CREATE TRIGGER e_{table} AFTER UPDATE ON {table} FOR EACH ROW {when} "
                "BEGIN INSERT INTO effects VALUES (NEW.id); END"
            )
        else:
            cursor.execute(
                "CREATE OR REPLACE FUNCTION effect() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN INSERT INTO effects VALUES (NEW.id); RETURN NULL; END $$"
            )
            cursor.execute(
                f"CREATE TRIGGER e_{table} AFTER UPDATE ON {table} FOR EACH ROW {when} EXECUTE FUNCTION effect()"
            )
"""
# The worker of life, with seconds for its minutes.
WORKER = """
import datetime, sys
from plantigrade.web.starting import set_up
set_up(migrate=False)
from plantigrade.web import worker
from plantigrade.web.operations import heartbeat
from plantigrade.web.videos import actions_work, jobs
actions_work.SILENT = datetime.timedelta(seconds=4)
heartbeat.EVERY_S, worker._LOOK_S, jobs._TELL_S = 0.5, 0.1, 0.2
jobs.read.__defaults__ = jobs.compare.__defaults__ = ((sys.executable, "-c", sys.argv[1]),)
worker.main()
"""
READER = """
import json, os, sys, threading, uuid
from plantigrade.web import lifeline
lifeline.hold()
own, work = str(uuid.uuid4()), threading.Event()
for share in (0.0, 0.3, 0.6):
    print(json.dumps({"stage": "points", "share": share}), flush=True)
    work.wait(0.15)
pair = sys.argv[1].startswith("{")
film = json.loads(sys.argv[1])["film"] if pair else os.path.join(sys.argv[2], "clip-overlay.mp4")
with open(film, "w") as file:
    file.write(own)
print(json.dumps({"answer": {"task": "squat", "reps": [{}], "reasons": [], "by": own}}))
"""
# Of all work that is done; of each clip and pair how often it changed when or after it was done.
DONE = "SELECT (SELECT count(*) FROM videos_clip WHERE state = 'done') + (SELECT count(*) FROM videos_comparison WHERE state = 'done')"
ROWS = """
SELECT c.state, CAST(c.result AS text), c.file, (SELECT count(*) FROM effects e WHERE e.id = CAST(c.id AS varchar(36)))
FROM videos_clip c
"""
PAIRED = "SELECT p.state, (SELECT count(*) FROM effects e WHERE e.id = CAST(p.id AS varchar(36))) FROM videos_comparison p"


@contextmanager
def opened(folder: Path) -> Iterator[sqlite3.Connection | psycopg.Connection]:
    if SERVER:
        with psycopg.connect(address_of(folder), autocommit=True) as server:
            yield server
    else:
        with closing(
            sqlite3.connect(folder / "plantigrade.sqlite3", timeout=1, isolation_level=None)
        ) as file:
            yield file


def free_to_write(folder: Path) -> bool:
    """Whether nobody is in the middle of a write, and with it in everybody's way."""
    with opened(folder) as held:
        if isinstance(held, psycopg.Connection):
            busy = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"
            return held.execute(busy.encode()).fetchone() == (0,)
        try:
            held.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
        held.execute("ROLLBACK")
        return True


@pytest.mark.slow
def test_two_workers_killed_at_random_do_every_job_and_none_twice(tmp_path: Path) -> None:
    environment = child_environment(tmp_path)
    subprocess.run([sys.executable, "-c", FILL], env=environment, check=True)
    dice = random.Random(5)

    def done() -> int:
        return int(asked(tmp_path, DONE))

    def reached(number: int) -> bool:
        return done() >= number

    with ExitStack() as ending:

        def start() -> subprocess.Popen[bytes]:
            line = [sys.executable, "-c", WORKER, READER]
            made = subprocess.Popen(
                line, env=environment, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            ending.callback(made.wait, timeout=60)
            ending.callback(made.kill)
            return made

        workers = [start(), start()]
        for number in sorted(dice.sample(range(1, 60), KILLS)):
            until(partial(reached, number), f"{number} are done")
            victim = dice.randrange(2)
            workers[victim].kill()
            workers[victim].wait(timeout=60)
            workers[victim] = start()

        def stopped() -> bool:
            workers[0].send_signal(signal.SIGSTOP)
            if free_to_write(tmp_path) and working(workers[0].pid):
                return True
            workers[0].send_signal(signal.SIGCONT)
            return False

        until(stopped, "a worker stands still in the middle of a job")
        until(partial(reached, CLIPS + PAIRS), "the other one does all the rest")
        for worker in workers:
            worker.send_signal(signal.SIGCONT)
            worker.send_signal(signal.SIGTERM)
        for worker in workers:
            worker.wait(timeout=60)

    with opened(tmp_path) as held:
        clips = held.execute(ROWS).fetchall()
        pairs = held.execute(PAIRED).fetchall()
    assert [(state, times) for state, _result, _file, times in clips] == [("done", 1)] * CLIPS
    assert pairs == [("done", 1)] * PAIRS
    for _state, result, file, _times in clips:
        folder = (tmp_path / "videos" / file).parent
        assert (folder / "clip-overlay.mp4").read_text() == json.loads(result)["by"]
        assert not [*folder.glob("desk-*")]


def working(pid: int) -> bool:
    """Whether a worker has a reader at work."""
    return bool(Path(f"/proc/{pid}/task/{pid}/children").read_text().split())
