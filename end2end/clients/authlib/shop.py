"""A site of Django's that signs its users in by Authlib, set up as its documentation says.

https://docs.authlib.org/en/stable/oauth2/client/web/django.html
"""

import json
import os
import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIServer, make_server

import django
from authlib.integrations.django_client import OAuth, OAuthError, token_update
from authlib.integrations.requests_client import OAuth2Session
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.dispatch import receiver
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.html import format_html
from django.utils.safestring import mark_safe

PORT = int(sys.argv[1])
SITE = f"http://127.0.0.1:{PORT}"
CLIENT = {"client_id": os.environ["OIDC_KEY"], "client_secret": os.environ["OIDC_SECRET"]}

settings.configure(
    SECRET_KEY="a key of the test",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware"],
    SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
    AUTHLIB_OAUTH_CLIENTS={"regrant": CLIENT},
)
django.setup()

oauth = OAuth()
oauth.register(
    name="regrant",
    server_metadata_url=f"{os.environ['OIDC_ENDPOINT']}/.well-known/openid-configuration",
    client_kwargs={"scope": "openid email profile offline_access", "code_challenge_method": "S256"},
)

TOKENS = {}
"""The token of each user: the table of the documentation."""


@receiver(token_update)
def on_token_update(sender, name, token, refresh_token=None, access_token=None, **kwargs):
    """Stores what a refresh brought, at the place of what it was brought by."""
    for user, held in list(TOKENS.items()):
        # Where nobody has it, another request was quicker, and stored the same successor.
        if held["refresh_token"] == refresh_token:
            TOKENS[user] = {**held, **token}


PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title><link rel="icon" href="data:,"></head>
<body><main><h1>{title}</h1>{content}</main></body></html>"""

WELCOME = mark_safe('<form action="/login"><button>Sign in</button></form>')
PROFILE = """<pre>{}</pre>
<form action="/revoke"><button>Revoke</button></form><form action="/logout"><button>Sign out</button></form>"""


def page(title, content=""):
    """Returns a page."""
    return HttpResponse(format_html(PAGE, title=title, content=content))


def home(request):
    """Shows the user's token; offers to sign in, to revoke it and to sign out."""
    token = TOKENS.get(request.session.get("user"))
    return page("Welcome", WELCOME) if token is None else page("Profile", format_html(PROFILE, json.dumps(token)))


def login(request):
    """Sends the user to sign in."""
    return oauth.regrant.authorize_redirect(request, f"{SITE}/authorize")


def authorize(request):
    """Takes the user back, who brings a code."""
    token = oauth.regrant.authorize_access_token(request)
    request.session["user"] = token["userinfo"]["sub"]
    TOKENS[token["userinfo"]["sub"]] = token
    return redirect("/")


def userinfo(request):
    """Asks for the user's claims. Authlib refreshes before that where it has to."""
    try:
        return JsonResponse(oauth.regrant.userinfo(token=TOKENS[request.session["user"]]))
    except OAuthError as error:
        return JsonResponse({"error": error.error}, status=401)


def revoke(request):
    """Revokes the refresh token."""
    endpoint = oauth.regrant.load_server_metadata()["revocation_endpoint"]
    token = TOKENS[request.session["user"]]["refresh_token"]
    OAuth2Session(**CLIENT).revoke_token(endpoint, token=token, token_type_hint="refresh_token").raise_for_status()
    return redirect("/")


def logout(request):
    """Signs the user out, here and there."""
    token = TOKENS.pop(request.session.pop("user"))
    return oauth.regrant.logout_redirect(request, f"{SITE}/signed-out", id_token_hint=token["id_token"])


def signed_out(request):
    """Takes the user back, who is signed out."""
    oauth.regrant.validate_logout_response(request)
    return page("Signed out")


urlpatterns = [
    path("", home),
    path("login", login),
    path("authorize", authorize),
    path("userinfo", userinfo),
    path("revoke", revoke),
    path("logout", logout),
    path("signed-out", signed_out),
]


class ThreadingServer(ThreadingMixIn, WSGIServer):
    """Answers each request in a thread of its own."""

    daemon_threads = True
    request_queue_size = 32


if __name__ == "__main__":
    server = make_server("127.0.0.1", PORT, get_wsgi_application(), server_class=ThreadingServer)
    print("ready", flush=True)
    server.serve_forever()
