"""What offices ask the secretariat, and its answers."""

from django.contrib import admin, messages
from django.db.models.functions import Left
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import work_queue
from core.access import fetch
from core.admin import Button, StaffAdmin
from core.errors import DomainError
from core.work_queue import Queue, QueueFilter
from solutions import services
from solutions.admin.links import link
from solutions.advice_forms import AnswerForm
from solutions.models import Question

BEGINNING = 80


@admin.register(Question)
class QuestionAdmin(StaffAdmin):
    """Written by offices beside their lists, answered here."""

    list_display = ["city", "beginning", "lang", "asked_at", "answered_at"]
    list_filter = [QueueFilter, ("answered_at", admin.EmptyFieldListFilter), "lang"]
    list_select_related = ["need__organisation"]
    date_hierarchy = "asked_at"
    fields = [
        "need_link",
        "city",
        "asked_at",
        "asked_by",
        "lang",
        "text",
        "answered_at",
        "answered_by",
        "answer_lang",
        "answer",
    ]
    readonly_fields = fields

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(begins=Left("text", BEGINNING))

    @admin.display(description=_("local government"))
    def city(self, question):
        return question.need.organisation.name

    @admin.display(description=_("question"))
    def beginning(self, question):
        return question.begins

    @admin.display(description=_("need"))
    def need_link(self, question):
        url = reverse("admin:scaps_need_change", args=[question.need_id])
        return link(url, question.need)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["subtitle"] = self.city(obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def get_urls(self):
        return [
            self.own_path("answer", self.answer_view, "answer"),
            *super().get_urls(),
        ]

    def buttons(self, request, obj):
        found = []
        if obj.answered_at is None and request.user.has_perm(
            "solutions.answer_question"
        ):
            found.append(Button(_("Answer"), self.url("answer", obj.pk), asks=True))
        finder = reverse("solutions:finder", args=[obj.need_id])
        recommend = reverse("admin:solutions_match_add") + f"?need={obj.need_id}"
        return [
            *found,
            Button(_("The list of this need"), finder, asks=True, tone="quiet"),
            Button(_("Recommend a solution"), recommend, asks=True, tone="quiet"),
        ]

    def answer_view(self, request, pk):
        source = self.get_queryset(request).select_related("need__organisation")
        question = fetch(request.user, "solutions.answer_question", source, pk=pk)
        form = AnswerForm(request.POST or None, initial={"lang": question.lang})
        if form.is_valid():
            try:
                services.answer(question, by=request.user, **form.cleaned_data)
            except DomainError as error:
                form.add_error(None, str(error))
            else:
                messages.success(
                    request, gettext("Answered. The local government has been told.")
                )
                return redirect(self.object_url(question))
        title = gettext("Answer to %(city)s") % {"city": self.city(question)}
        page = self.ask(
            request, question, form=form, title=title, label=gettext("Send the answer")
        )
        page.template_name = "admin/solutions/question/answer.html"
        return page


work_queue.register(
    Queue(
        name="questions",
        label=_("Questions to the secretariat that wait for an answer"),
        model=Question,
        rows=lambda questions: questions.waiting(),
        since="asked_at",
    )
)
