from django.urls import path

from plantigrade.web.programme import views

app_name = "programme"
urlpatterns = [path("", views.calendar, name="calendar")]
