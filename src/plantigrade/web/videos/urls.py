from django.urls import path

from plantigrade.web.videos import views

app_name = "videos"
urlpatterns = [
    path("", views.clips, name="clips"),
    path("<uuid:clip_id>/", views.clip, name="clip"),
    path("<uuid:clip_id>/state/", views.state, name="state"),
    path("<uuid:clip_id>/<str:act>/", views.act, name="act"),
    path("<uuid:clip_id>/file/<str:name>", views.file, name="file"),
]
