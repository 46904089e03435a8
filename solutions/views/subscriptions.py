"""The needs that a provider subscribed to, and its subscriptions."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from core import limits
from core.access import fetch
from core.errors import DomainError
from core.languages import current
from core.pages import is_post, page_or_part, sent
from core.text import whole_number
from members.compliance import is_restricted
from members.models import Organisation
from solutions import desk, subscription_page
from solutions.forms.subscriptions import SubscriptionForm
from solutions.models import NeedSubscription
from solutions.services import subscriptions as services
from solutions.views.desk import provider_of

PAGE_SIZE = 20
LOOKS = 5
"""How often a minute needs are looked for anew because somebody saved."""
METHODS = ["GET", "HEAD", "POST"]


@login_required
@require_safe
def index(request, slug):
    """New for you, and what was found before; `of` narrows to one subscription."""
    provider = provider_of(request.user, "solutions.view_desk", slug)
    only = whole_number(request.GET.get("of", ""))
    ids = subscription_page.needs(provider, only=only)
    page = Paginator(ids, PAGE_SIZE).get_page(request.GET.get("page"))
    found = subscription_page.subscriptions(provider)
    context = {
        "organisation": provider,
        "tabs": desk.tabs(provider, "subscriptions"),
        "restricted": is_restricted(provider),
        "subscriptions": found,
        "chosen": next((s for s in found if s.subscription.pk == only), None),
        "looking": any(summary.is_looking for summary in found),
        "page": page,
        "lines": subscription_page.lines(provider, page.object_list),
        "new": subscription_page.count_new(provider),
        "may_subscribe": request.user.has_perm("solutions.subscribe", provider),
    }
    template = "solutions/provider/subscriptions.html"
    return page_or_part(request, template, "found", context)


@login_required
@require_POST
def see(request, slug):
    provider = provider_of(request.user, "solutions.subscribe", slug)
    services.see(provider)
    messages.success(request, _("Noted. From now on you see what comes next as new."))
    return redirect("provider:subscriptions", slug)


@login_required
@require_http_methods(METHODS)
@limits.a_minute(LOOKS, "subscribe", when=is_post)
def add(request, slug):
    provider = provider_of(request.user, "solutions.subscribe", slug)
    form = SubscriptionForm(sent(request), initial={"lang": current()})
    if form.is_valid():
        try:
            services.subscribe(provider, form.cleaned_data, by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Subscribed. Needs that fit are looked for."))
            return redirect("provider:subscriptions", slug)
    return _form_page(request, provider, form)


@login_required
@require_http_methods(METHODS)
@limits.a_minute(LOOKS, "subscribe", when=is_post)
def change(request, slug, pk):
    subscription = _own(request.user, slug, pk)
    form = SubscriptionForm(sent(request), initial=_initial(subscription))
    if form.is_valid():
        services.change(subscription, form.cleaned_data)
        messages.success(request, _("Saved. Needs that fit are looked for anew."))
        return redirect("provider:subscriptions", slug)
    return _form_page(request, subscription.organisation, form, subscription)


@login_required
@require_POST
def end(request, slug, pk):
    services.end(_own(request.user, slug, pk))
    messages.success(request, _("The subscription is ended."))
    return redirect("provider:subscriptions", slug)


def _own(user, slug: str, pk: int) -> NeedSubscription:
    source = NeedSubscription.objects.select_related("organisation__country")
    permission = "solutions.change_needsubscription"
    return fetch(user, permission, source, organisation__slug=slug, pk=pk)


def _initial(subscription: NeedSubscription) -> dict:
    """Lists by the codes of their terms, as the form has them."""
    lists = {
        name: list(getattr(subscription, name).values_list("code", flat=True))
        for name in services.LISTS
    }
    return {name: getattr(subscription, name) for name in services.TEXTS} | lists


def _form_page(request, provider: Organisation, form, subscription=None):
    context = {
        "organisation": provider,
        "tabs": desk.tabs(provider, "subscriptions"),
        "form": form,
        "subscription": subscription,
    }
    status = 422 if form.is_bound else 200
    template = "solutions/provider/subscription.html"
    return render(request, template, context, status=status)
