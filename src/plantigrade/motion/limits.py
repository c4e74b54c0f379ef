"""How much of a clip is taken on; apart from the decoder, so that a page can tell it without loading one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What is taken on. Beyond these a phone clip of a squat is a mistake or an attack."""

    size_bytes: int = 4_000_000_000
    duration_s: float = 900.0
    pixels: int = 4096 * 2304
    frames: int = 240 * 900
    memory_bytes: int = 4_000_000_000  # address space of the decoding child, not what it uses
