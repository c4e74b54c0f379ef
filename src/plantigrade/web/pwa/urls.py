from django.urls import path

from plantigrade.web.pwa import views

app_name = "pwa"
urlpatterns = [
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("icon.svg", views.icon, name="icon"),
    path("sw.js", views.worker, name="worker"),
    path("offline/", views.offline, name="offline"),
]
