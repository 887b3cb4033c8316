"""Addresses of links to people without an account."""

from django.urls import path

from . import views

app_name = "opinions"

urlpatterns = [
    path("<str:secret>/", views.show_link, name="opinion"),
    path("<str:secret>/<int:number>/", views.show_draft, name="draft"),
    path("<str:secret>/<int:number>/pictures/<path:name>", views.show_picture, name="picture"),
]
