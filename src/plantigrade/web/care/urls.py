"""What a clinician needs of one athlete; the athlete sees the same."""

from django.urls import path

from plantigrade.web.care import views

app_name = "care"
urlpatterns = [
    path("", views.athlete, name="athlete"),
    path("notes/", views.notes, name="notes"),
    path("notes/<uuid:note_id>/", views.correct, name="correct"),
]
