"""Addresses that are opened by other programs, with a secret of their own in place of a log-in."""

from django.urls import path

from plantigrade.web.keep import views

app_name = "open"
urlpatterns = [path("calendar/<str:key>.ics", views.feed, name="feed")]
