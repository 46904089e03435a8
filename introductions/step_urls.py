"""Addresses of the next steps of an introduction; `introductions.urls` takes them in."""

from django.urls import path

from introductions.views import steps

urlpatterns = [
    path("<int:pk>/steps/plan/<slug:kind>/", steps.plan, name="plan-step"),
    path("<int:pk>/steps/<int:step>/", steps.change, name="step"),
    path("<int:pk>/steps/<int:step>/<slug:move>/", steps.move, name="step-move"),
    path("<int:pk>/outcome/", steps.conclude, name="conclude"),
    path("<int:pk>/outcome/<int:outcome>/retract/", steps.retract, name="retract"),
]
