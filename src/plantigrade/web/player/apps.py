from django.apps import AppConfig


class PlayerConfig(AppConfig):
    name = "plantigrade.web.player"
    label = "player"
    default_auto_field = "django.db.models.BigAutoField"
