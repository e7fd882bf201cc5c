from django.urls import path

from demo.design.views import design

urlpatterns = [path("_design/", design, name="design")]
