app_name = "driver"

urlpatterns = []
