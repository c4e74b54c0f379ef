from django.urls import path

from plantigrade.web.keep import views

app_name = "keep"
urlpatterns = [
    path("", views.more, name="more"),
    path("settings/", views.settings, name="settings"),
    path("reminders/", views.reminders, name="reminders"),
    path("export/", views.export, name="export"),
    path("delete/", views.delete, name="delete"),
]
