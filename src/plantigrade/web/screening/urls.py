from django.urls import path

from plantigrade.web.screening import film_views, views

app_name = "screening"
urlpatterns = [
    path("", views.days, name="days"),
    path("<uuid:day_id>/", views.entry, name="entry"),
    path("<uuid:day_id>/list/", views.edit, name="list"),
    path("<uuid:day_id>/marks/", views.marks, name="marks"),
    path("<uuid:day_id>/results/", views.results, name="results"),
    path("<uuid:day_id>/results.csv", views.results_csv, name="results_csv"),
    path("<uuid:day_id>/films/", film_views.films, name="films"),
    path("<uuid:day_id>/films/<uuid:clip_id>/", film_views.film, name="film"),
]
