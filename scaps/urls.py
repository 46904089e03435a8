app_name = "scaps"
urlpatterns = []
