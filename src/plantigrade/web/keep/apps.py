from django.apps import AppConfig


class KeepConfig(AppConfig):
    name = "plantigrade.web.keep"
    label = "keep"
    default_auto_field = "django.db.models.BigAutoField"
