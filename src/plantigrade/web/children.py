"""The processes of the application: started again when one dies, slower each time that it dies at once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from plantigrade.web import lifeline

_FIRST_WAIT_S = 0.5
_LONGEST_WAIT_S = 60.0
# A child that lived this long has not died at once.
_SETTLED_S = 30.0
_DEATHS_UNTIL_TOLD = 5
_GRACE_S = 10


@dataclass(slots=True)
class Child:
    """`deaths` counts those in a row that came at once; `again_at` is when it is started again."""

    command: Sequence[str]
    process: Any = None
    started_at: float = 0.0
    deaths: int = 0
    again_at: float | None = None


@dataclass(slots=True)
class Children:
    """`start` makes a process of a command, `tell` says something to whoever sits at the terminal."""

    commands: Mapping[str, Sequence[str]]
    start: Callable[[Sequence[str]], subprocess.Popen[Any]] = lifeline.start
    tell: Callable[[str], None] = lambda text: print(text, file=sys.stderr)
    clock: Callable[[], float] = monotonic
    _held: dict[str, Child] = field(default_factory=dict)

    def look(self) -> None:
        """Starts what is not running and may; to be called again and again."""
        for name, command in self.commands.items():
            child = self._held.setdefault(name, Child(command))
            now = self.clock()
            if child.process is not None and child.process.poll() is not None:
                self._died(name, child, now)
            if child.process is None and (child.again_at is None or child.again_at <= now):
                child.process, child.started_at = self.start(child.command), now

    def end(self) -> None:
        """Asks all to end, and makes them after a while."""
        running = [child.process for child in self._held.values() if child.process is not None]
        for process in running:
            process.terminate()
        for process in running:
            try:
                process.wait(timeout=_GRACE_S)
            except subprocess.TimeoutExpired:
                process.kill()

    def _died(self, name: str, child: Child, now: float) -> None:
        status, child.process = child.process.returncode, None
        child.deaths = 1 if now - child.started_at >= _SETTLED_S else child.deaths + 1
        wait_s = min(_LONGEST_WAIT_S, _FIRST_WAIT_S * 2 ** (child.deaths - 1))
        child.again_at = now + wait_s
        if child.deaths < _DEATHS_UNTIL_TOLD:
            self.tell(f"The {name} process ended ({status}); it is started again.")
        elif child.deaths == _DEATHS_UNTIL_TOLD:
            self.tell(
                f"The {name} process has ended {child.deaths} times in a row (status {status}). "
                f"Why stands above. It is tried again now and then, at most every {_LONGEST_WAIT_S:.0f} s; "
                "Ctrl-C ends plantigrade."
            )
