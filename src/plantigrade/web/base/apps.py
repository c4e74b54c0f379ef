from django.apps import AppConfig
from django.utils.translation import get_language

from plantigrade.knowledge import words


class BaseConfig(AppConfig):
    name = "plantigrade.web.base"
    label = "base"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # The rooms below know nothing of Django; from here on they speak the language of the request.
        words.follow(get_language)
