from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from members.models import Network
from neascn import network_page


@require_safe
def index(request):
    return render(request, "networks/index.html", network_page.overview())


@require_safe
def detail(request, slug):
    """Networks are public, all of them."""
    network = Network.objects.filter(slug=slug).first()
    if network is None:
        raise Http404
    return render(
        request, "networks/detail.html", network_page.context(network, request.user)
    )
