"""Addresses of this machine that belong to no person."""

from django.urls import path

from plantigrade.web.keep import taking_in

app_name = "machine"
urlpatterns = [
    path("import/", taking_in.take_in, name="take_in"),
    path("import/known/", taking_in.known, name="known"),
    path("export.schema.json", taking_in.export_schema, name="export_schema"),
]
