"""What kind of file it is, told from its first bytes, and the words for files that cannot be used."""

from __future__ import annotations

CHOOSE = "Choose the video of the squat or lunge."
AGAIN = "Copy or send it from the phone again."


class ClipError(Exception):
    """A file that cannot be used. `code` for programs, `text` for the person: what is wrong, what to do."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


_IMAGES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_SOUNDS = (b"ID3", b"fLaC", b"OggS", b"\xff\xfb", b"\xff\xf3", b"\xff\xf1", b"\xff\xf9")
_IMAGE_BRANDS = (b"heic", b"heix", b"mif1", b"avif", b"msf1")
_SOUND_BRANDS = (b"M4A ", b"M4B ")
_QUICKTIME = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")


def container_of(head: bytes) -> str:
    """The demuxer for a file's first bytes, never guessed from its name; ClipError for what is no video."""
    if not head:
        raise ClipError("empty", f"The file is empty. {AGAIN}")
    brand = head[8:12]
    riff = brand if head[:4] == b"RIFF" else b""
    if head.startswith(_IMAGES) or riff == b"WEBP" or (head[4:8] == b"ftyp" and brand in _IMAGE_BRANDS):
        raise ClipError("image_only", f"This is a picture, not a video. {CHOOSE}")
    if head.startswith(_SOUNDS) or riff == b"WAVE" or (head[4:8] == b"ftyp" and brand in _SOUND_BRANDS):
        raise ClipError("audio_only", f"This file holds only sound. {CHOOSE}")
    if head[4:8] in _QUICKTIME:
        return "mp4"
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "matroska"
    if riff == b"AVI ":
        return "avi"
    if len(head) > 188 and head[0] == head[188] == 0x47:
        return "mpegts"
    raise ClipError(
        "not_a_video", "This is no video that can be read. Use an mp4, mov or webm from the phone."
    )
