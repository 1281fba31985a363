"""Makes newer-hashes.json: scrypt as Django and Werkzeug write it, which Debian's releases can't yet.

    python3 test/vectors/make-newer-hashes.py > test/vectors/newer-hashes.json

Needs Django and Werkzeug of their newest releases (pip install django werkzeug). Before it prints
anything, the same libraries say of the vectors that make-imported-hashes.py made by formula that they
fit, and that another password does not.
"""

import json
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.auth import hashers
from werkzeug.security import check_password_hash, generate_password_hash

settings.configure(
    PASSWORD_HASHERS=['django.contrib.auth.hashers.ScryptPasswordHasher']
)

PASSWORDS = [
    'correct horse battery staple',
    'pässwörd 密码 🦀',
    'x' * 70 + 'äöü and what bcrypt no longer reads',
]

# scheme, maker, how it is made
MAKERS = [
    ('scrypt', f'django {version("django")}', hashers.make_password),
    ('scrypt', f'werkzeug {version("werkzeug")}', generate_password_hash),
]

by_formula = json.loads(Path(__file__).with_name('imported-hashes.json').read_text())
for vector in by_formula:
    password, stored = vector['password'], vector['hash']
    for beginning, check in [
        ('scrypt$', hashers.check_password),
        ('scrypt:', lambda password, stored: check_password_hash(stored, password)),
    ]:
        if stored.startswith(beginning):
            assert check(password, stored) and not check('X' + password, stored), vector

vectors = [
    {'scheme': scheme, 'maker': maker, 'password': password, 'hash': make(password)}
    for scheme, maker, make in MAKERS
    for password in PASSWORDS
]
print(json.dumps(vectors, indent=2, ensure_ascii=False))
