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
    from plantigrade.web.videos.actions import recover

    with shared(settings.DATA):
        # A worker may be gone for good, with its machine: those that are left do its work.
        heartbeat.begin(look_after=recover)
        call_command("db_worker", interval=_LOOK_S)


if __name__ == "__main__":
    main()
