"""Log in to Latchkey from Python and stay logged in, with requests-oauthlib.

    pip install requests-oauthlib
    python requests_oauthlib_client.py                  # the local edition, as its demo user
    LATCHKEY_URL=https://… LATCHKEY_USERNAME=anna python requests_oauthlib_client.py

The library refreshes by itself when the access token has expired. Every refresh brings a new refresh
token, so the one thing to get right is to save what `token_updater` is given.
"""

import getpass
import os
import time
from urllib.parse import urlsplit

from oauthlib.oauth2 import LegacyApplicationClient
from requests_oauthlib import OAuth2Session

URL = os.environ.get("LATCHKEY_URL", "http://localhost:3000").rstrip("/")
USERNAME = os.environ.get("LATCHKEY_USERNAME", "johndoe")
CLIENT_ID = "default"

# oauthlib refuses to send tokens over plain http. The local edition is the one exception.
if urlsplit(URL).scheme == "http" and urlsplit(URL).hostname in ("localhost", "127.0.0.1"):
    os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"

saved_token = {}


def save(token):
    """Keep the newest token. A real program writes it to a file that only its user can read."""
    saved_token.clear()
    saved_token.update(token)


def open_session():
    return OAuth2Session(
        client=LegacyApplicationClient(client_id=CLIENT_ID),
        token=saved_token or None,
        auto_refresh_url=f"{URL}/refresh",
        auto_refresh_kwargs={"client_id": CLIENT_ID},
        token_updater=save,
    )


def main():
    # The demo user of `npm start`; no deployment has him. Anybody else is asked.
    password = "secret" if USERNAME == "johndoe" else getpass.getpass(f"Password of {USERNAME}: ")
    session = open_session()
    save(session.fetch_token(f"{URL}/token", username=USERNAME, password=password))
    print("logged in")

    answer = session.get(f"{URL}/users/me")
    answer.raise_for_status()
    print("this is", answer.json()["username"])

    # A quarter of an hour later: the library sees that the token has expired and refreshes first.
    before = saved_token["refresh_token"]
    session.token = {**saved_token, "expires_at": time.time() - 1}
    answer = session.get(f"{URL}/users/me")
    answer.raise_for_status()
    print("refreshed:", saved_token["refresh_token"] != before)

    # Log out. The request carries the refresh token itself, not the access token.
    answer = session.request(
        "POST", f"{URL}/revoke", data={"token": saved_token["refresh_token"]}, withhold_token=True
    )
    answer.raise_for_status()
    print("logged out")


if __name__ == "__main__":
    main()
