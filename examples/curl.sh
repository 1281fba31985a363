#!/usr/bin/env bash
# Log in, call a guarded route, refresh, log out: the whole life of a session, with curl.
#
#   examples/curl.sh                                   the local edition, as its demo user
#   LATCHKEY_URL=https://… LATCHKEY_USERNAME=anna examples/curl.sh   asks for anna's password
#
# Secrets never stand in an argument, since those can be read in the list of processes: curl reads them
# from a pipe (`@-`), and printf is a part of the shell.
set -euo pipefail

url=${LATCHKEY_URL:-http://localhost:3000}
username=${LATCHKEY_USERNAME:-johndoe}
if [ "$username" = johndoe ]; then
  password=secret # the demo user of `npm start`; no deployment has him
else
  read -rsp "Password of $username: " password && echo >&2
fi

# `-f`: an error of the service ends this script. The error's code is in the body of the answer.
request() { curl -sS --fail-with-body "$@"; }
member() { node -p "JSON.parse(require('fs').readFileSync(0, 'utf8'))['$1']"; }
with_token() { # method, path
  printf 'Authorization: Bearer %s' "$access_token" | request -X "$1" -H @- "$url$2"
}

# 1. Log in. The answer has a short-lived access token and a refresh token.
answer=$(printf %s "$password" |
  request "$url/token" -d grant_type=password --data-urlencode "username=$username" --data-urlencode password@-)
access_token=$(member access_token <<<"$answer")
refresh_token=$(member refresh_token <<<"$answer")
echo "logged in; the access token is good for $(member expires_in <<<"$answer") seconds"

# 2. Call a guarded route with it.
with_token GET /users/me
echo

# 3. Before it expires, take the next pair. The old refresh token is used up: keep the new one.
answer=$(printf %s "$refresh_token" | request "$url/refresh" --data-urlencode refresh_token@-)
access_token=$(member access_token <<<"$answer")
refresh_token=$(member refresh_token <<<"$answer")
echo "refreshed"
with_token GET /users/me
echo

# 4. Log out: the session ends, and with it every token of it.
printf %s "$refresh_token" | request "$url/revoke" --data-urlencode token@-
echo "logged out"
