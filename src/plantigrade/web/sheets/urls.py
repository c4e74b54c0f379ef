from django.urls import path

from plantigrade.web.sheets import views

app_name = "sheets"
urlpatterns = [
    path("", views.tables, name="tables"),
    path("wall-tests.csv", views.our_table, name="csv"),
    path("wall-tests.schema.json", views.our_schema, name="schema"),
    path("<uuid:import_id>/", views.table, name="table"),
    path("<uuid:import_id>/undo/", views.undo, name="undo"),
]
