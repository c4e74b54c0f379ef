from django.urls import path

from plantigrade.web.videos import comparison_views, views

app_name = "videos"
urlpatterns = [
    path("", views.clips, name="clips"),
    path("compare/", comparison_views.compare, name="compare"),
    path("compare/<uuid:comparison_id>/", comparison_views.comparison, name="comparison"),
    path("compare/<uuid:comparison_id>/state/", comparison_views.comparison_state, name="comparison_state"),
    path("compare/<uuid:comparison_id>/film", comparison_views.film, name="film"),
    path(
        "compare/<uuid:comparison_id>/<slug:act>/",
        comparison_views.act_on_comparison,
        name="act_on_comparison",
    ),
    path("<uuid:clip_id>/", views.clip, name="clip"),
    path("<uuid:clip_id>/state/", views.state, name="state"),
    path("<uuid:clip_id>/<str:act>/", views.act, name="act"),
    path("<uuid:clip_id>/file/<str:name>", views.file, name="file"),
]
