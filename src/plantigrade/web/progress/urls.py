from django.urls import path

from plantigrade.web.progress import views

app_name = "progress"
urlpatterns = [path("", views.overview, name="overview")]
