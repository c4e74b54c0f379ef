from django.apps import AppConfig


class RosterConfig(AppConfig):
    name = "plantigrade.web.roster"
    label = "roster"

    def ready(self) -> None:
        from plantigrade.web.roster import actions
        from plantigrade.web.team.access import record_changed

        record_changed.connect(actions.bring_row_up_to_date, dispatch_uid="roster")
