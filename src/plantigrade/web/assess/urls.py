from django.urls import path

from plantigrade.web.assess import views

app_name = "assess"
urlpatterns = [
    path("", views.answer, name="answer"),
    path("start/", views.start, name="start"),
    path("question/", views.question, name="question"),
    path("question/<slug:page>/", views.page, name="page"),
    path("finish/", views.finish, name="finish"),
    path("take-back/", views.take_back, name="take_back"),
    path("reopen/", views.reopen, name="reopen"),
    path("left-out/", views.claims, name="claims"),
]
