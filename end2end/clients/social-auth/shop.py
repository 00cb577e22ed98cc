"""A site of Django's that signs its users in by social-auth-core, set up as its documentation says.

https://python-social-auth.readthedocs.io/en/latest/configuration/django.html and .../backends/oidc.html
"""

import json
import os
import sys
from wsgiref.simple_server import make_server

import django
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import include, path
from django.utils.html import format_html
from django.utils.safestring import mark_safe

settings.configure(
    SECRET_KEY="a key of the test",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "site.db"}},
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "social_django"],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    AUTHENTICATION_BACKENDS=["social_core.backends.open_id_connect.OpenIdConnectAuth"],
    LOGIN_URL="/",
    LOGIN_REDIRECT_URL="/",
    SOCIAL_AUTH_OIDC_OIDC_ENDPOINT=os.environ["OIDC_ENDPOINT"],
    SOCIAL_AUTH_OIDC_KEY=os.environ["OIDC_KEY"],
    SOCIAL_AUTH_OIDC_SECRET=os.environ["OIDC_SECRET"],
    SOCIAL_AUTH_OIDC_SCOPE=["offline_access"],
)
django.setup()

from social_django.utils import load_strategy  # noqa: E402, for it needs the settings


PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title><link rel="icon" href="data:,"></head>
<body><main><h1>{title}</h1>{content}</main></body></html>"""


def home(request):
    """Tells who is signed in, and by which tokens; offers to sign in, or to refresh them."""
    if not request.user.is_authenticated:
        form = '<form method="post" action="/login/oidc/"><button>Sign in</button></form>'
        return HttpResponse(format_html(PAGE, title="Welcome", content=mark_safe(form)))
    account = request.user.social_auth.get(provider="oidc")
    known = {"username": request.user.username, "email": request.user.email, "uid": account.uid, **account.extra_data}
    content = format_html('<pre>{}</pre><form action="/refresh"><button>Refresh</button></form>', json.dumps(known))
    return HttpResponse(format_html(PAGE, title="Profile", content=content))


@login_required
def refresh(request):
    """Refreshes the tokens."""
    request.user.social_auth.get(provider="oidc").refresh_token(load_strategy(request))
    return redirect("/")


urlpatterns = [path("", home), path("refresh", refresh), path("", include("social_django.urls", namespace="social"))]

if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    server = make_server("127.0.0.1", int(sys.argv[1]), get_wsgi_application())
    print("ready", flush=True)
    server.serve_forever()
