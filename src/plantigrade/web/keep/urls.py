from django.urls import path

from plantigrade.web.keep import views

app_name = "keep"
urlpatterns = [path("", views.more, name="more")]
