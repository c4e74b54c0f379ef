from django.apps import AppConfig


class PwaConfig(AppConfig):
    name = "plantigrade.web.pwa"
    label = "pwa"
    default_auto_field = "django.db.models.BigAutoField"
