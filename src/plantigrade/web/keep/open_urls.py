"""Addresses that are opened by other programs, with a secret of their own in place of a log-in."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "open"
urlpatterns: list[URLPattern] = []
