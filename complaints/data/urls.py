"""The URL patterns of the data. They are Django’s, because Wagtail’s routing allows no dot in an address."""

from django.urls import path

from . import data_files, documentation, views

urlpatterns = [
    path("updates.atom", views.serve_feed, name="updates"),
    path("recommendations/recommendations.csv", views.serve_filtered_list, name="filtered_list"),
    path("data/", views.serve_data_page, name="data"),
    path(
        f"data/{documentation.FILE_NAME}",
        views.serve_openapi_description,
        name=f"data/{documentation.FILE_NAME}",
    ),
    *(
        path(f"data/{file.name}", views.serve_data_file, {"name": file.name}, name=file.url_name)
        for file in data_files.FILES_BY_NAME.values()
    ),
]
