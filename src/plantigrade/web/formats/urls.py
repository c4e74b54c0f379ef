from django.urls import path

from plantigrade.web.formats import views

app_name = "formats"
urlpatterns = [
    path("", views.files, name="files"),
    path("fhir/", views.fhir, name="fhir"),
    path("report/", views.report, name="report"),
]
