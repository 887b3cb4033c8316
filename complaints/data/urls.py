"""The addresses of the data; Wagtail’s routing knows none with a dot."""

from django.urls import path

from . import files, openapi, views

urlpatterns = [
    path("updates.atom", views.updates, name="updates"),
    path("data/", views.page, name="data"),
    path(f"data/{openapi.FILE_NAME}", views.description, name=f"data/{openapi.FILE_NAME}"),
    *(
        path(f"data/{file.name}", views.file, {"name": file.name}, name=file.address_name)
        for file in files.ALL.values()
    ),
]
