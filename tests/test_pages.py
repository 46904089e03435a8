from dataclasses import dataclass
from django.db import connection
from django.urls import URLPattern, get_resolver, reverse
from tests.factories import *
def walk(resolver=None, path="", spaces=()):
    for entry in (resolver or get_resolver()).url_patterns:
        here = path + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield ":".join((*spaces, entry.name or here)), here
        else:
            yield from walk(entry, here, (*spaces, entry.namespace) if entry.namespace else spaces)
def read_only():
    with connection.cursor() as c: c.execute("SET LOCAL transaction_read_only = on")
class Scene:
    def __init__(self, world):
        HeartbeatFactory(name="tick")
        self.w=world
        by=world.people["csco"]
        city=world.city
        self.need=NeedFactory(organisation=city,published=True,entered_by=by)
        self.draft=NeedFactory(organisation=city,entered_by=by)
        self.other=NeedFactory(organisation=world.other_city)
        self.sol=SolutionFactory(published=True,provider=world.provider)
        self.sold=SolutionFactory(draft=True,provider=world.provider)
        self.match=MatchFactory(need=self.need,solution=self.sol)
        RankingFactory(need=self.need,ready=True)
@dataclass
class Case:
    url: object
    label: str=""
A={
 "scaps:detail":["need","draft"],
}
def C(name,*argf,label=""):
    return Case(lambda s: reverse(name,args=[f(s) for f in argf]),label)
need=lambda s:s.need.pk; draft=lambda s:s.draft.pk; sol=lambda s:s.sol.slug; sold=lambda s:s.sold.slug; match=lambda s:s.match.pk
PAGES={"favicon.ico":[Case(lambda s:"/favicon.ico")]}
for n,p in walk():
    if n.startswith("admin") or n in PAGES: continue
    if "<" not in p: PAGES[n]=[C(n)]
c=lambda v:(lambda s:v)
PAGES|={
"account_confirm_email":[C("account_confirm_email",c("nothing"))],
"account_reset_password_from_key":[C("account_reset_password_from_key",c("1"),c("a-b"))],
"mfa_remove_webauthn":[C("mfa_remove_webauthn",c(0))],
"mfa_edit_webauthn":[C("mfa_edit_webauthn",c(0))],
"account_end_session":[C("account_end_session",c(0))],
"members:detail":[C("members:detail",lambda s:s.w.city.slug)],
"scaps:detail":[C("scaps:detail",need,label="published"),C("scaps:detail",draft,label="draft")],
"scaps:edit":[C("scaps:edit",need,label="published"),C("scaps:edit",draft,label="draft")],
"scaps:draft-of":[C("scaps:draft-of",need)],
"scaps:drop-draft":[C("scaps:drop-draft",draft)],
"scaps:move":[C("scaps:move",need,c("close"),label="close"),C("scaps:move",draft,c("publish"),label="publish")],
"solutions:provider":[C("solutions:provider",lambda s:s.w.provider.slug)],
"solutions:detail":[C("solutions:detail",sol),C("solutions:detail",sold,label="draft")],
"solutions:finder":[C("solutions:finder",need),C("solutions:finder",draft)],
"solutions:dismiss":[C("solutions:dismiss",need,match)],
"solutions:decide":[C("solutions:decide",need,match,c("shortlist"))],
}
