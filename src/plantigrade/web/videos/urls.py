from django.urls import path

from plantigrade.web.videos import views

app_name = "videos"
urlpatterns = [path("", views.clips, name="clips")]
