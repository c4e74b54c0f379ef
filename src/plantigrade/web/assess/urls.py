from django.urls import path

from plantigrade.web.assess import views

app_name = "assess"
urlpatterns = [
    path("", views.answer, name="answer"),
    path("start/", views.start, name="start"),
    path("question/", views.question, name="question"),
]
