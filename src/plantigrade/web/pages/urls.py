from django.urls import path

from plantigrade.web.pages import views

app_name = "pages"
urlpatterns = [
    path("health/", views.health, name="health"),
]
