"""Writes docs/openapi.json from the routes: python -m plantigrade.web.api, in the folder of the sources."""

from __future__ import annotations

import os
from pathlib import Path

PLACE = Path("docs/openapi.json")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plantigrade.web.settings")
    import django

    django.setup()
    from plantigrade.web.api.document import document

    PLACE.write_text(document(), encoding="utf-8")


if __name__ == "__main__":
    main()
