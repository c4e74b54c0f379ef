from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "plantigrade.web.operations"
    label = "operations"

    def ready(self) -> None:
        from plantigrade.web.operations import jobs_log

        jobs_log.listen()
