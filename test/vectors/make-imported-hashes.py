"""Makes imported-hashes.json: stored hashes as the real libraries of other systems write them.

    python3 test/vectors/make-imported-hashes.py > test/vectors/imported-hashes.json
    python3 test/vectors/make-imported-hashes.py --verify < test/vectors/imported-hashes.json

Needs (Debian's names) python3-argon2 python3-bcrypt python3-cryptography python3-django
python3-passlib python3-werkzeug. What the installed release can't make yet (scrypt of Django before
4.0 and of Werkzeug before 2.3) is made here by the formula that the library documents, with hashlib,
and says so under "maker"; so is Firebase's, which publishes a program in C and an example.
Costs are low, since they are none of what is tested. With --verify the libraries themselves say of
every vector, and of no changed password, that it fits.
"""

import base64
import hashlib
import json
import sys

import argon2
import bcrypt
import django
import passlib
import passlib.hash
import werkzeug
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings
from django.contrib.auth import hashers
from werkzeug.security import check_password_hash, generate_password_hash

settings.configure(
    PASSWORD_HASHERS=[
        f'django.contrib.auth.hashers.{name}PasswordHasher'
        for name in ['PBKDF2', 'PBKDF2SHA1', 'Argon2', 'BCryptSHA256', 'BCrypt']
    ]
)

ASCII = 'correct horse battery staple'
UNICODE = 'pässwörd 密码 🦀'
# Longer than the 72 bytes that bcrypt reads.
LONG = 'x' * 70 + 'äöü and what bcrypt no longer reads'

DJANGO = f'django {django.get_version()}'
PASSLIB = f'passlib {passlib.__version__}'
WERKZEUG = f'werkzeug {werkzeug.__version__}'

# firebase/scrypt's README publishes these with the hash that they give.
FIREBASE = {
    'signerKey': 'jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==',
    'saltSeparator': 'Bw==',
    'salt': '42xEC+ixf3L2lw==',
    'password': 'user1password',
    'hash': 'lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==',
}


def django_scrypt(password, salt='seasalt', n=16384, r=8, p=1):
    derived = hashlib.scrypt(password.encode(), salt=salt.encode(), n=n, r=r, p=p, dklen=64, maxmem=2**26)
    return f'scrypt${n}${salt}${r}${p}${base64.b64encode(derived).decode()}'


def werkzeug_scrypt(password, salt='seasaltseasalt12', n=32768, r=8, p=1):
    derived = hashlib.scrypt(password.encode(), salt=salt.encode(), n=n, r=r, p=p, maxmem=132 * n * r * p)
    return f'scrypt:{n}:{r}:{p}${salt}${derived.hex()}'


def firebase_scrypt(password, salt, mem_cost=14, rounds=8):
    salted = base64.b64decode(salt) + base64.b64decode(FIREBASE['saltSeparator'])
    key = hashlib.scrypt(password.encode(), salt=salted, n=2**mem_cost, r=rounds, p=1, dklen=64, maxmem=2**26)
    encryptor = Cipher(algorithms.AES(key[:32]), modes.CTR(bytes(16))).encryptor()
    return base64.b64encode(encryptor.update(base64.b64decode(FIREBASE['signerKey']))).decode()


def firescrypt(password, salt):
    hash_ = firebase_scrypt(password, salt)
    return f'$firescrypt$ln=14,r=8,p=1${salt}${hash_}${FIREBASE["saltSeparator"]}${FIREBASE["signerKey"]}'


def fbscrypt(password, salt):
    hash_ = firebase_scrypt(password, salt)
    parameters = f'v=1,n=14,r=8,p=1,ss={FIREBASE["saltSeparator"]},sk={FIREBASE["signerKey"]}'
    return f'$fbscrypt${parameters}${salt}${hash_}'


def by_django(algorithm):
    hasher = hashers.get_hasher(algorithm)
    if hasattr(hasher, 'rounds'):
        hasher.rounds = 5
    return lambda password: hasher.encode(password, hasher.salt())


def by_bcrypt(prefix):
    def make(password):
        salt = bcrypt.gensalt(5).replace(b'$2b$', prefix)
        return bcrypt.hashpw(password.encode(), salt).decode()

    return make


def by_argon2(type_):
    return argon2.PasswordHasher(time_cost=2, memory_cost=512, parallelism=2, type=type_).hash


def documented(library):
    return f'the formula that {library} documents, by hashlib'


# scheme, maker, how it is made, which library verifies it (None: it is computed again)
MAKERS = [
    ('argon2id', f'argon2-cffi {argon2.__version__}', by_argon2(argon2.Type.ID), 'argon2'),
    ('argon2i', f'argon2-cffi {argon2.__version__}', by_argon2(argon2.Type.I), 'argon2'),
    ('argon2d', f'argon2-cffi {argon2.__version__}', by_argon2(argon2.Type.D), 'argon2'),
    ('argon2id', DJANGO, by_django('argon2'), 'django'),
    ('bcrypt', f'bcrypt {bcrypt.__version__}', by_bcrypt(b'$2b$'), 'bcrypt'),
    ('bcrypt', f'bcrypt {bcrypt.__version__}', by_bcrypt(b'$2a$'), 'bcrypt'),
    ('bcrypt', PASSLIB, passlib.hash.bcrypt.using(rounds=5, ident='2y').hash, 'bcrypt'),
    ('bcrypt', DJANGO, by_django('bcrypt'), 'django'),
    ('bcrypt-sha256', DJANGO, by_django('bcrypt_sha256'), 'django'),
    ('bcrypt-sha256', PASSLIB, passlib.hash.bcrypt_sha256.using(rounds=5, version=1).hash, 'bcrypt_sha256'),
    ('bcrypt-sha256', PASSLIB, passlib.hash.bcrypt_sha256.using(rounds=5, version=2).hash, 'bcrypt_sha256'),
    ('pbkdf2-sha256', DJANGO, by_django('pbkdf2_sha256'), 'django'),
    ('pbkdf2-sha1', DJANGO, by_django('pbkdf2_sha1'), 'django'),
    ('pbkdf2-sha1', PASSLIB, passlib.hash.pbkdf2_sha1.using(rounds=1000).hash, 'pbkdf2_sha1'),
    ('pbkdf2-sha256', PASSLIB, passlib.hash.pbkdf2_sha256.using(rounds=1000).hash, 'pbkdf2_sha256'),
    ('pbkdf2-sha512', PASSLIB, passlib.hash.pbkdf2_sha512.using(rounds=1000).hash, 'pbkdf2_sha512'),
    ('pbkdf2-sha256', WERKZEUG, lambda p: generate_password_hash(p, 'pbkdf2:sha256:1000'), 'werkzeug'),
    ('pbkdf2-sha1', WERKZEUG, lambda p: generate_password_hash(p, 'pbkdf2:sha1:1000'), 'werkzeug'),
    ('pbkdf2-sha512', WERKZEUG, lambda p: generate_password_hash(p, 'pbkdf2:sha512:1000'), 'werkzeug'),
    ('scrypt', PASSLIB, passlib.hash.scrypt.using(rounds=10).hash, 'scrypt'),
    ('scrypt', documented('Django 4'), django_scrypt, django_scrypt),
    ('scrypt', documented('Werkzeug 2.3'), werkzeug_scrypt, werkzeug_scrypt),
    ('firebase-scrypt', documented('Firebase') + ', as Ory Kratos stores it', lambda p: firescrypt(p, FIREBASE['salt']), lambda p: firescrypt(p, FIREBASE['salt'])),
    ('firebase-scrypt', documented('Firebase') + ', as Supabase stores it', lambda p: fbscrypt(p, FIREBASE['salt']), lambda p: fbscrypt(p, FIREBASE['salt'])),
]


def fits(verifier, password, stored):
    if callable(verifier):
        return verifier(password) == stored
    if verifier == 'django':
        return hashers.check_password(password, stored)
    if verifier == 'werkzeug':
        return check_password_hash(stored, password)
    if verifier == 'argon2':
        try:
            return argon2.PasswordHasher().verify(stored, password)
        except argon2.exceptions.VerifyMismatchError:
            return False
    if verifier == 'bcrypt':
        return bcrypt.checkpw(password.encode(), stored.encode())
    return getattr(passlib.hash, verifier).verify(password, stored)


def make():
    assert firebase_scrypt(FIREBASE['password'], FIREBASE['salt']) == FIREBASE['hash']
    published = f'$firescrypt$ln=14,r=8,p=1${FIREBASE["salt"]}${FIREBASE["hash"]}${FIREBASE["saltSeparator"]}${FIREBASE["signerKey"]}'
    return [
        {'scheme': scheme, 'maker': maker, 'password': password, 'hash': make_hash(password)}
        for scheme, maker, make_hash, _ in MAKERS
        for password in [ASCII, UNICODE, LONG]
    ] + [
        {'scheme': 'firebase-scrypt', 'maker': "firebase/scrypt's README", 'password': FIREBASE['password'], 'hash': published},
        {'scheme': 'scrypt', 'maker': "Django's own tests", 'password': 'lètmein', 'hash': 'scrypt$16384$seasalt$8$1$Qj3+9PPyRjSJIebHnG81TMjsqtaIGxNQG/aEB/NYafTJ7tibgfYz71m0ldQESkXFRkdVCBhhY8mx7rQwite/Pw=='},
    ]


def verify(vectors):
    assert django_scrypt(vectors[-1]['password']) == vectors[-1]['hash']
    made = vectors[: 3 * len(MAKERS)]
    for index, vector in enumerate(made):
        verifier = MAKERS[index // 3][3]
        assert fits(verifier, vector['password'], vector['hash']), vector
        assert not fits(verifier, 'X' + vector['password'], vector['hash']), vector
    return len(made)


if __name__ == '__main__':
    if sys.argv[1:] == ['--verify']:
        print(verify(json.load(sys.stdin)))
    else:
        print(json.dumps(make(), indent=2, ensure_ascii=False))
