from typing import Any

from django.db import migrations

from plantigrade.web.team import append_only


def add(apps: Any, schema_editor: Any) -> None:
    append_only.add(schema_editor.connection)


def drop(apps: Any, schema_editor: Any) -> None:
    append_only.drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("team", "0001_first")]

    operations = [migrations.RunPython(add, drop)]
