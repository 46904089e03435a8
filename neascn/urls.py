"""Every address of the portal. Pages are under a language prefix."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from neascn import directory_views, health, notice_views, views

# The directory and the profile of a city show what several apps know, so their views
# are here; their names stand with those of `members`.
city_pages = [
    path("", directory_views.index, name="index"),
    path("members.csv", directory_views.index_csv, name="index-csv"),
    path("<slug:slug>/", views.city, name="detail"),
]

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("admin/", admin.site.urls),
    path("favicon.ico", RedirectView.as_view(url="/static/img/mark.svg")),
    path("demo/mail/", views.demo_mail, name="demo-mail"),
]
urlpatterns += i18n_patterns(
    path("", views.home, name="home"),
    path("account/", include("neascn.account_urls")),
    path("members/join/", include("members.join_urls")),
    path("members/", include((city_pages, "members"))),
    path("office/", include("members.office_urls")),
    path("networks/", include("neascn.network_urls")),
    path("dashboard/", include("neascn.dashboard_urls")),
    path("scaps/", include("scaps.urls")),
    path("reports/", include("scaps.report_urls")),
    path("overlaps/", include("scaps.overlap_urls")),
    path("initiatives/", include("scaps.initiative_urls")),
    path("needs/", include("scaps.need_urls")),
    path("introductions/", include("introductions.urls")),
    path("solutions/apply/", include("solutions.apply_urls")),
    path("provider/", include("solutions.provider_urls")),
    path("driver/", include("solutions.driver_urls")),
    path("", include("solutions.urls")),
    path("about/", views.about, name="about"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("inbox/", notice_views.inbox, name="inbox"),
    path("inbox/<int:pk>/read/", notice_views.read, name="inbox-read"),
    path("components/", views.components, name="components"),
)

handler400 = "neascn.views.bad_request"
handler403 = "neascn.views.forbidden"
handler404 = "neascn.views.not_found"
# Not Django's: allauth and `core.limits` look for it here.
handler429 = "neascn.views.too_many"
handler500 = "neascn.views.broken"
