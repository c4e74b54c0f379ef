"""One JSON object a line. Of what others log only what cannot hold a personal value is told."""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime


class JsonLine(logging.Formatter):
    """Our own records bring their values in `told`. Messages of libraries hold addresses and names, and the
    text of an exception may hold a row: of these the logger, the place and the kind of fault are told."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        told = getattr(record, "told", None)
        line |= told if isinstance(told, dict) else {"at": f"{record.module}:{record.lineno}"}
        if record.exc_info and record.exc_info[0] is not None:
            line["fault"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])
            line["frames"] = [f"{_short(one.filename)}:{one.lineno}" for one in frames[-8:]]
        return json.dumps(line, ensure_ascii=False)


def _short(filename: str) -> str:
    """The file within its package: where a program is installed may name its user."""
    parts = filename.replace("\\", "/").split("/")
    return "/".join(parts[-2:])
