from django.urls import path

from plantigrade.web.home import views

app_name = "home"
urlpatterns = [
    path("", views.front, name="front"),
    path("begin/", views.begin, name="begin"),
    path("p/<uuid:person_id>/", views.today, name="today"),
    path("p/<uuid:person_id>/remove-demo/", views.remove_demo, name="remove_demo"),
]
