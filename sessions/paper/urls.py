"""Addresses of the paper loop."""

from django.urls import path

from sessions.paper import views

urlpatterns = [
    path("sheet/<str:code>/", views.sheet_page, name="sheet_page"),
    path("<uuid:session>/<int:number>/paper/", views.paper, name="paper"),
    path("<uuid:session>/<int:number>/paper/sheet.pdf", views.sheet, name="sheet"),
    path("<uuid:session>/<int:number>/paper/<int:pk>/", views.scan_page, name="scan_page"),
    path("<uuid:session>/<int:number>/paper/<int:pk>/picture.jpg", views.scan_picture, name="scan_picture"),
    path("<uuid:session>/<int:number>/paper/<int:pk>/set-aside/", views.set_aside, name="set_aside"),
    path("<uuid:session>/evidence.pdf", views.evidence_pdf, name="evidence_pdf"),
]
