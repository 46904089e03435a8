"""Settings of the portal: one file; what differs between machines is read from
the environment (`neascn/environment.py`, `.env.example`)."""

from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from neascn import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("DATA_DIR", str(BASE_DIR / "var"))).resolve()

# --- Where the portal is, and what follows from that -----------------------

SITE_URL = env.text("SITE_URL", "http://localhost:8000").rstrip("/")
SITE_HOST, HTTPS = env.site(SITE_URL)
DEBUG = env.flag("DEBUG")
DEMO = env.flag("DEMO")
if HTTPS and (DEBUG or DEMO):
    raise ImproperlyConfigured(
        "DEBUG and DEMO are for a portal on this machine: SITE_URL must be http://localhost."
    )
SECRET_KEY = env.secret_key(DATA_DIR, required=HTTPS)
ALLOWED_HOSTS = [SITE_HOST, *(sorted(env.LOOPBACK) if not HTTPS else [])]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

_HOST_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{_HOST_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{_HOST_PREFIX}csrftoken"
LANGUAGE_COOKIE_NAME = f"{_HOST_PREFIX}language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", 0)
if TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SILENCED_SYSTEM_CHECKS = (
    []
    if HTTPS
    # On this machine over http there is no TLS to insist on.
    else ["security.W004", "security.W008", "security.W012", "security.W016"]
)

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# --- What the portal is made of --------------------------------------------

INSTALLED_APPS = [
    # First: the admin wants to know which models are translated.
    "modeltranslation",
    "neascn.apps.PortalAdminConfig",
    "neascn.apps.PortalConfig",
    "solutions",
    "scaps",
    "introductions",
    "members",
    "translations",
    "matching",
    "vocabulary",
    "notifications",
    "core",
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "django_htmx",
    "django_filters",
    "rules.apps.AutodiscoverRulesConfig",
    "pgtrigger",
    "pghistory",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
]
MIDDLEWARE = [
    "core.middleware.Headers",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "core.middleware.Alive",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.Outage",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.middleware.History",
    "core.middleware.PersonTimeZone",
    "members.acting.ActingFor",
    "neascn.accounts.StaffSecondFactor",
]
ROOT_URLCONF = "neascn.urls"
WSGI_APPLICATION = "neascn.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            # Cotton and partials together, by hand: see docs/style.md.
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "neascn.context.portal",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "core.static_files.PortalStaticFilesStorage"
        if not DEBUG
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
MEDIA_ROOT = DATA_DIR / "media"
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 10
UPLOAD_MAX_BYTES = 10 * 1024 * 1024
UPLOAD_MAX_PIXELS = 20_000_000
# Of all people without an account together: what fills a disk is refused in time.
UPLOAD_ANONYMOUS_BYTES_A_DAY = 1024**3
FILE_UPLOAD_HANDLERS = [
    # First: what is too long is read to its end, but kept nowhere.
    "core.upload_handlers.Capped",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- Where things are kept ---------------------------------------------------

DATABASE_URL = env.text("DATABASE_URL", "postgresql://portal@localhost/portal")
BROKER_URL = env.text("BROKER_URL", "redis://localhost:6379/0")
DATABASES = {"default": env.database(DATABASE_URL)}
CACHES = {
    "default": {
        "BACKEND": "core.cache.ForgivingRedisCache",
        "LOCATION": env.cache(BROKER_URL),
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }
}
# Needs and solutions with judgements: previews of weights say what they change there.
JUDGED_SET_DIR = env.text("JUDGED_SET_DIR", "")
MODEL_DIR = DATA_DIR / "models"
EMBEDDING_MODEL_DIR = env.text("EMBEDDING_MODEL_DIR")

# --- People ------------------------------------------------------------------

AUTH_USER_MODEL = "members.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
PASSWORD_RESET_TIMEOUT = 3600
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "neascn.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "neascn.accounts.AccountAdapter"
MFA_ADAPTER = "neascn.accounts.SecondFactorAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_EMAIL_CONFIRMATION_AUTHENTICATED_REDIRECT_URL = "account"
ACCOUNT_FORMS = {
    "login": "neascn.account_forms.SignInForm",
    "reset_password": "neascn.account_forms.ResetPasswordForm",
    "reset_password_from_key": "neascn.account_forms.ResetPasswordKeyForm",
    "change_password": "neascn.account_forms.ChangePasswordForm",
    "set_password": "neascn.account_forms.SetPasswordForm",
    "add_email": "neascn.account_forms.ChangeEmailForm",
    "reauthenticate": "neascn.account_forms.ReauthenticateForm",
}
# allauth would send five letters a minute to any address a stranger types.
ACCOUNT_RATE_LIMITS = {"reset_password": "20/m/ip,3/10m/key"}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "NEASCN"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
# Nobody signs up here, so an unconfirmed address is a change under way; without
# this, whoever has a second factor could never change their address.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "neascn.account_forms.CodeForm",
    "reauthenticate": "neascn.account_forms.ReauthenticateCodeForm",
    "activate_totp": "neascn.account_forms.ActivateAppForm",
    "add_webauthn": "neascn.account_forms.AddPasskeyForm",
    "edit_webauthn": "neascn.account_forms.RenamePasskeyForm",
}
# Tracking would write a row for every page of everybody.
USERSESSIONS_TRACK_ACTIVITY = False
# People of the demo network sign in with a printed password and no second
# factor. `DEMO` refuses to start on https, see above.
DEMO_PASSWORD = "harbour-lantern-42" if DEMO else ""

# --- Languages ---------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("zh-hans", _("Chinese (simplified)")),
    ("ja", _("Japanese")),
    ("ko", _("Korean")),
    ("ru", _("Russian")),
    ("mn", _("Mongolian")),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "neascn.formats"
USE_TZ = True
TIME_ZONE = "UTC"
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("en",)
MODELTRANSLATION_CUSTOM_FIELDS = ()

# --- Mail --------------------------------------------------------------------

EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = env.number("EMAIL_TIMEOUT", 10)
EMAIL_BACKEND = (
    "notifications.demo_mail.DemoMailBackend"
    if DEMO and not env.text("EMAIL_HOST")
    else "django.core.mail.backends.smtp.EmailBackend"
)
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", f"NEASCN <portal@{SITE_HOST}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Jobs --------------------------------------------------------------------

CELERY_BROKER_URL = BROKER_URL
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_DEFAULT_QUEUE = "default"
# Whoever consumes several queues empties them in this order: a need that a
# person waits for goes before the catalogue.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "queue_order_strategy": "priority",
    "socket_connect_timeout": 2,
    "socket_timeout": 10,
    # Whoever saves something does not wait for a dead broker: the outbox does.
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.1,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_ENABLE_UTC = True
CELERY_TASK_ROUTES = {
    "solutions.match_need": {"queue": "embed"},
    "solutions.pinpoint": {"queue": "embed"},
    "solutions.look_for_subscriber": {"queue": "embed"},
    "solutions.look_for_subscribers": {"queue": "bulk"},
    "solutions.embed_solutions": {"queue": "bulk"},
    "solutions.embed_missing": {"queue": "bulk"},
    "solutions.place": {"queue": "bulk"},
    "solutions.match_needs": {"queue": "bulk"},
    "solutions.nightly": {"queue": "bulk"},
    "solutions.begin_sweep": {"queue": "bulk"},
    "solutions.sweep_chunk": {"queue": "bulk"},
    "solutions.preview_weights": {"queue": "bulk"},
    "solutions.quality_report": {"queue": "bulk"},
    "scaps.find_overlaps_of_plan": {"queue": "embed"},
    "scaps.find_overlaps": {"queue": "embed"},
    "scaps.sweep_overlaps": {"queue": "bulk"},
    "scaps.sweep_some_overlaps": {"queue": "bulk"},
}
CELERY_BEAT_SCHEDULE = {
    "tick": {"task": "core.tick", "schedule": 5.0, "options": {"expires": 30}},
    "sweep-matches": {
        "task": "solutions.sweep",
        "schedule": 20.0,
        "options": {"expires": 60},
    },
    "sweep-catalogue": {
        "task": "solutions.embed_missing",
        "schedule": 300.0,
        "options": {"expires": 600},
    },
    "sweep-overlaps": {
        "task": "scaps.sweep_overlaps",
        "schedule": 300.0,
        "options": {"expires": 600},
    },
    "sweep-mail": {
        "task": "notifications.sweep",
        "schedule": 15.0,
        "options": {"expires": 15},
    },
    # Half past eight in Ulaanbaatar, half past nine in Seoul and Tokyo.
    "report-reminders": {
        "task": "scaps.remind_of_reports",
        "schedule": crontab(hour=0, minute=30),
    },
    "initiative-reminders": {
        "task": "scaps.remind_of_initiatives",
        "schedule": crontab(hour=0, minute=40),
    },
    "subscribed-needs": {
        "task": "solutions.look_for_subscribers",
        "schedule": crontab(minute=20),
    },
    "renewal-reminders": {
        "task": "solutions.remind_of_renewals",
        "schedule": crontab(hour=0, minute=45),
    },
    "step-reminders": {
        "task": "introductions.remind_of_steps",
        "schedule": crontab(hour=0, minute=50),
    },
    "nightly-floor": {"task": "core.nightly", "schedule": crontab(hour=18, minute=0)},
    "nightly-applications": {
        "task": "members.forget_applications",
        "schedule": crontab(hour=18, minute=20),
    },
    "nightly-provider-applications": {
        "task": "solutions.forget_applications",
        "schedule": crontab(hour=18, minute=25),
    },
    "nightly-screening": {
        "task": "members.screen",
        "schedule": crontab(hour=16, minute=0),
        "kwargs": {"changed_only": True},
    },
    "nightly": {"task": "solutions.nightly", "schedule": crontab(hour=17, minute=0)},
    "nightly-overlaps": {
        "task": "scaps.tell_of_overlaps",
        "schedule": crontab(hour=18, minute=30),
    },
}

# --- Logs --------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "core.logs.DiscreetFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
    },
}
