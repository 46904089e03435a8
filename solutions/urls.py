from django.urls import path

from solutions.views import advice, catalogue, finder, fit, introducing

app_name = "solutions"

urlpatterns = [
    path("solutions/", catalogue.index, name="index"),
    path("solutions/solutions.csv", catalogue.export, name="export"),
    path("solutions/by/<slug:slug>/", catalogue.provider, name="provider"),
    path("solutions/<slug:slug>/", catalogue.detail, name="detail"),
    path("finder/", finder.start, name="finder-start"),
    path("finder/how/", fit.how, name="finder-how"),
    path("finder/for/<slug:slug>/", fit.choose, name="choose-need"),
    path("finder/<int:pk>/", finder.ranking, name="finder"),
    path("finder/<int:pk>/seen/", finder.see, name="see"),
    path("finder/<int:pk>/compare/", fit.compare, name="compare"),
    path("finder/<int:pk>/why/<slug:slug>/", fit.explain, name="why"),
    path("finder/<int:pk>/ask/", advice.ask, name="ask"),
    path("finder/<int:pk>/introduce/", introducing.ask_shortlist, name="introduce"),
    path("solutions/<slug:slug>/ask/", introducing.ask_provider, name="ask-provider"),
    path("solutions/offer/<int:pk>/", introducing.offer, name="offer"),
    path("finder/<int:pk>/<int:match>/dismiss/", finder.dismiss, name="dismiss"),
    path("finder/<int:pk>/<int:match>/<slug:decision>/", finder.decide, name="decide"),
]
