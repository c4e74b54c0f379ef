"""The application without its server: for the start, and for commands that work on the data folder."""

from __future__ import annotations

import os


def set_up(*, migrate: bool) -> None:
    """Loads the settings, and with `migrate` brings the database to today's tables.

    Raises InputError for a setting that cannot be.
    """
    import django
    from django.core.management import call_command

    from plantigrade.interop.problems import InputError, InputProblem
    from plantigrade.web.environment import SettingError

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plantigrade.web.settings")
    try:
        django.setup()
    except SettingError as error:
        raise InputError([InputProblem("settings", str(error))]) from None
    if migrate:
        call_command("migrate", verbosity=0, interactive=False)
