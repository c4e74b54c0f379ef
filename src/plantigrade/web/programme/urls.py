from django.urls import path

from plantigrade.web.programme import views

app_name = "programme"
urlpatterns = [
    path("", views.calendar, name="calendar"),
    path("day/<date:on>/", views.day, name="day"),
    path("exercise/<str:exercise_id>/", views.exercise, name="exercise"),
    path("change/", views.change, name="change"),
    path("pause/", views.pause, name="pause"),
    path("end/", views.end, name="end"),
]
