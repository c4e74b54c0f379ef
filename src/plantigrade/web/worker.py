"""The process that does the jobs."""

from __future__ import annotations

from plantigrade.web import lifeline

_LOOK_S = 1


def main() -> None:
    from django.core.management import call_command

    from plantigrade.web.starting import set_up

    lifeline.hold()
    set_up(migrate=False)
    from django.conf import settings

    from plantigrade.web.in_use import shared
    from plantigrade.web.operations import heartbeat
    from plantigrade.web.videos.jobs import look_after_clips

    with shared(settings.DATA):
        heartbeat.begin()
        # What the worker before left behind is looked for first.
        look_after_clips.enqueue()
        call_command("db_worker", interval=_LOOK_S)


if __name__ == "__main__":
    main()
