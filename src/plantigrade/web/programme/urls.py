from django.urls import path

from plantigrade.web.programme import day_views, views

app_name = "programme"
urlpatterns = [
    path("", views.calendar, name="calendar"),
    path("day/<date:on>/", views.day, name="day"),
    path("day/<date:on>/change/", day_views.change_day, name="change_day"),
    path("day/<date:on>/change/<str:exercise_id>/", day_views.change_item, name="change_item"),
    path("undo/<uuid:adjustment_id>/", day_views.undo, name="undo"),
    path("exercise/<str:exercise_id>/", views.exercise, name="exercise"),
    path("change/", views.change, name="change"),
    path("pause/", views.pause, name="pause"),
    path("end/", views.end, name="end"),
]
