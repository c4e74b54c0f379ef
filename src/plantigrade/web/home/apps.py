from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "plantigrade.web.home"
    label = "home"
