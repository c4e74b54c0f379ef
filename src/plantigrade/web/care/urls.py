"""What a clinician needs of one athlete; the athlete sees the same."""

from django.urls import path

from plantigrade.web.care import plan_views, views

app_name = "care"
urlpatterns = [
    path("", views.athlete, name="athlete"),
    path("plan/", plan_views.plan, name="plan"),
    path("plan/end/<uuid:override_id>/", plan_views.end, name="end_override"),
    path("plan/<str:exercise_id>/", plan_views.exercise, name="override"),
    path("notes/", views.notes, name="notes"),
    path("notes/<uuid:note_id>/", views.correct, name="correct"),
]
