from django.urls import path

from plantigrade.web.progress import views

app_name = "progress"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("retest/", views.retest, name="retest"),
    path("morning/", views.morning, name="morning"),
    path("month/", views.month, name="month"),
    path("month/<date:on>/", views.month, name="month_to"),
    path("decision/", views.decision, name="decision"),
]
