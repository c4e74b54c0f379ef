from django.urls import path

from plantigrade.web.devices import views

app_name = "devices"
urlpatterns = [
    path("", views.devices, name="devices"),
    path("door/", views.door, name="door"),
    path("plantigrade.crt", views.certificate, name="certificate"),
    path("pair/", views.pair, name="pair"),
    path("<uuid:device_id>/remove/", views.remove, name="remove"),
]
