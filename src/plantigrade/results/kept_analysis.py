"""A whole analysis as a file, so that a clip is read once and compared as often as wanted.

Compressed JSON, never pickle: such files travel in archives that people exchange, and reading one must not
run anything.
"""

from __future__ import annotations

import base64
import gzip
import json
import zlib
from functools import cache
from pathlib import Path
from typing import Any, get_origin

import numpy as np
from cattrs import Converter
from cattrs.errors import BaseValidationError

from plantigrade.motion.analysis import Analysis

# Raised when an analysis of before would be read wrongly.
FORMAT = 1
_KINDS = {"f": np.float64, "b": np.bool_, "i": np.int64}


def keep_analysis(found: Analysis, path: Path) -> None:
    """Writes the analysis in place of what was there. Raises OSError."""
    told = {"format": FORMAT, "analysis": _converter().unstructure(found, unstructure_as=Analysis)}
    part = path.with_suffix(".part")
    part.write_bytes(gzip.compress(json.dumps(told).encode(), mtime=0))
    part.replace(path)


def kept_analysis(path: Path) -> Analysis | None:
    """The analysis that was kept; None when there is none, or one that this version cannot read."""
    try:
        told = json.loads(gzip.decompress(path.read_bytes()))
        return _converter().structure(told["analysis"], Analysis) if told["format"] == FORMAT else None
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError, BaseValidationError):
        return None


@cache
def _converter() -> Converter:
    made = Converter()
    made.register_unstructure_hook_func(_is_array, _told)
    made.register_structure_hook_func(_is_array, lambda told, _: _array(told))
    return made


def _is_array(kind: Any) -> bool:
    return kind is np.ndarray or get_origin(kind) is np.ndarray


def _told(values: np.ndarray[Any, Any]) -> dict[str, Any]:
    kept: np.ndarray[Any, Any] = np.ascontiguousarray(values, dtype=_KINDS[values.dtype.kind])
    return {
        "kind": values.dtype.kind,
        "shape": list(values.shape),
        "data": base64.b64encode(kept.tobytes()).decode(),
    }


def _array(told: dict[str, Any]) -> np.ndarray[Any, Any]:
    flat: np.ndarray[Any, Any] = np.frombuffer(
        base64.b64decode(told["data"], validate=True), dtype=_KINDS[told["kind"]]
    )
    return flat.reshape(told["shape"]).copy()
