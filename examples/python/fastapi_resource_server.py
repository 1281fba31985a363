"""A FastAPI service that takes Latchkey's access tokens. It verifies them with the published keys.

    pip install fastapi uvicorn "pyjwt[crypto]"
    LATCHKEY_ISSUER=http://localhost:3000 uvicorn fastapi_resource_server:app --port 8000
    curl http://localhost:8000/orders -H "Authorization: Bearer $ACCESS_TOKEN"

What it can't see is a logout: until the token expires it is good here.
"""

import os
import time

import jwt
from fastapi import Depends, FastAPI, HTTPException, Security
from fastapi.security import OAuth2PasswordBearer, SecurityScopes

# Stack output IssuerUrl; tokens of any other issuer are nothing here.
ISSUER = os.environ.get("LATCHKEY_ISSUER", "http://localhost:3000")
# Who the tokens are for: the issuer, unless the construct's `audience` says otherwise.
AUDIENCE = os.environ.get("LATCHKEY_AUDIENCE", ISSUER)
# The construct's `signingAlgorithm`. Never take it from the token.
ALGORITHM = "ES256"
REQUIRED = ["iss", "aud", "sub", "client_id", "scope", "iat", "exp", "jti"]

app = FastAPI()
oauth2 = OAuth2PasswordBearer(tokenUrl=f"{ISSUER}/token", scopes={"items:read": "Read items"})


class KeySet(jwt.PyJWKClient):
    """The published keys, kept for five minutes.

    A token with an unknown key id makes the client read them anew. Anybody can write such a token, so
    that happens at most every 30 seconds.
    """

    _read_at = float("-inf")

    def fetch_data(self):
        self._read_at = time.monotonic()
        try:
            return super().fetch_data()
        except jwt.PyJWKClientError:
            # Not the caller's fault: without keys nothing can be said of the token.
            raise HTTPException(503, "the keys can not be read") from None

    def get_signing_keys(self, refresh=False):
        return super().get_signing_keys(refresh and time.monotonic() - self._read_at > 30)


keys = KeySet(f"{ISSUER}/.well-known/jwks.json", lifespan=300)


def current_user(required: SecurityScopes, token: str = Depends(oauth2)):
    """The claims of a good token; 401 for a bad one, 403 for one that lacks a scope."""
    try:
        # RFC 9068: nothing but an access token will do, whatever else the same keys may sign.
        if jwt.get_unverified_header(token).get("typ") != "at+jwt":
            raise jwt.InvalidTokenError("not an access token")
        claims = jwt.decode(
            token,
            keys.get_signing_key_from_jwt(token).key,
            algorithms=[ALGORITHM],
            issuer=ISSUER,
            audience=AUDIENCE,
            leeway=5,
            options={"require": REQUIRED},
        )
    except jwt.PyJWTError:
        # Why is nobody's business but the log's; a token must never stand in a log.
        raise HTTPException(401, "invalid token", {"WWW-Authenticate": "Bearer"}) from None
    missing = set(required.scopes) - set(claims["scope"].split(" "))
    if missing:
        challenge = f'Bearer error="insufficient_scope", scope="{required.scope_str}"'
        raise HTTPException(403, "insufficient scope", {"WWW-Authenticate": challenge})
    return claims


def requires(*scopes):
    """`claims=requires("items:read")`: a parameter that is there for the right tokens only."""
    return Security(current_user, scopes=list(scopes))


@app.get("/orders")
def orders(claims: dict = requires("items:read")):
    # `sub` is for ever the same user; a username may change hands.
    return {"orders": [], "owner": claims["username"], "sub": claims["sub"]}


@app.get("/admin")
def admin(claims: dict = requires("orders:admin")):
    return {"owner": claims["username"]}
