"""Who else may see this record, and who did."""

from django.urls import path

from plantigrade.web.team import person_views as views

app_name = "sharing"
urlpatterns = [
    path("", views.sharing, name="sharing"),
    path("<int:grant_id>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:grant_id>/level/", views.limit, name="limit"),
    path("hand-over/", views.hand_over, name="hand_over"),
]
