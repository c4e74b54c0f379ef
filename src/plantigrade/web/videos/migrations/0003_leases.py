from typing import Any

from django.db import migrations, models


def forget(apps: Any, schema_editor: Any) -> None:
    """Each worker looks after clips by itself now; the job that did is not known any more."""
    jobs = apps.get_model("django_tasks_database", "DBTaskResult")
    waiting = jobs.objects.using(schema_editor.connection.alias).filter(status="READY")
    waiting.filter(task_path="plantigrade.web.videos.jobs.look_after_clips").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("videos", "0002_comparisons"),
        ("django_tasks_database", "0021_conditional_partial_index_ordering"),
    ]

    operations = [
        migrations.AddField(
            model_name="clip",
            name="lease",
            field=models.UUIDField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="comparison",
            name="lease",
            field=models.UUIDField(blank=True, editable=False, null=True),
        ),
        migrations.RunPython(forget, migrations.RunPython.noop),
    ]
