"""Admin of models whose texts have an original language and translations."""

from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from core.admin import FieldsOfOurs, StaffAdmin, WholeForm
from core.languages import CODES, ENDONYMS, column, in_markup
from translations import services


class TextsForm(WholeForm):
    """The original must be there; every translation may be empty."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        language = ENDONYMS[self.instance.source_lang or CODES[0]]
        for name in self.original_columns() if self.instance.pk else []:
            self.fields[name].label = _("%(language)s (original)") % {
                "language": language
            }

    def original_columns(self) -> list[str]:
        model = self._meta.model
        return [
            field.name
            for field in model._meta.concrete_fields
            if getattr(field, "language", "") == self.instance.source_lang
            and field.name in self.fields
        ]

    def clean(self):
        data = super().clean()
        original = data.get("source_lang") or self.instance.source_lang
        for name in self.required_texts():
            wanted = column(name, original)
            is_sound = wanted in self.fields and wanted not in self.errors
            if is_sound and not data.get(wanted):
                self.add_error(wanted, _("Write the original here."))
        return data

    def required_texts(self) -> list[str]:
        return [
            field.name
            for field in self._meta.model._meta.concrete_fields
            if not field.blank and column(field.name, CODES[0]) in self.fields
        ]


class LanguageFields(FieldsOfOurs):
    """Each language under its own name; which one is required, `TextsForm` says."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and hasattr(db_field, "translated_field"):
            field.required = False
            field.label = ENDONYMS[db_field.language]
            field.widget.attrs["lang"] = in_markup(db_field.language)
        return field


class TextsAdmin(LanguageFields, StaffAdmin, TranslationAdmin):
    """Languages of a text are grouped; a translation is recorded with its writer."""

    form = TextsForm
    group_fieldsets = True

    def get_fieldsets(self, request, obj=None):
        """The original first, then the languages in the portal's order."""
        fieldsets = super().get_fieldsets(request, obj)
        first = obj.source_lang if obj else CODES[0]
        return [
            (name, {**options, "fields": self.in_order(options["fields"], first)})
            for name, options in fieldsets
        ]

    def in_order(self, fields, first: str) -> list[str]:
        languages = {
            field.name: (field.language != first, CODES.index(field.language))
            for field in self.opts.concrete_fields
            if hasattr(field, "language")
        }
        return sorted(fields, key=lambda name: languages.get(name, (False, 0)))

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        for field, lang in changed_translations(obj, form):
            services.note(obj, field, lang, by=request.user)


def changed_translations(obj, form) -> list[tuple[str, str]]:
    """Field and language of each text that is not the original and was changed."""
    return [
        (field.translated_field.name, field.language)
        for name in form.changed_data
        if name in {f.name for f in obj._meta.concrete_fields}
        and hasattr(field := obj._meta.get_field(name), "translated_field")
        and field.language != obj.source_lang
    ]
