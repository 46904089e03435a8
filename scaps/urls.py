from scaps import edit_urls, read_urls

app_name = "scaps"

urlpatterns = [*edit_urls.urlpatterns, *read_urls.urlpatterns]
