"""The application without its server: for the start, and for commands that work on the data folder."""

from __future__ import annotations

import os
from pathlib import Path


def set_up(*, migrate: bool) -> None:
    """Loads the settings, and with `migrate` brings the database to today's tables.

    Raises InputError for a setting that cannot be.
    """
    import django

    from plantigrade.interop.problems import InputError, InputProblem
    from plantigrade.web.environment import SettingError

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plantigrade.web.settings")
    try:
        django.setup()
    except SettingError as error:
        raise InputError([InputProblem("settings", str(error))]) from None
    if migrate:
        _migrate()


def _migrate() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from plantigrade.web import first_tables

    if connection.vendor == "sqlite":
        first_tables.lay(Path(connection.settings_dict["NAME"]))
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
