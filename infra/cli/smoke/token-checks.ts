import { readUnverified } from '../../tokens/read-unverified.ts';
import { CheckFailure, type Check, type SmokeRun } from './check.ts';
import { logIn, verify } from './service-checks.ts';
import { sessionIn, type Session } from './session.ts';
import { described, type Answer } from './smoke-client.ts';

/** What guarded routes let through, and what a refresh does. */
export const tokenChecks: readonly Check[] = [
  {
    name: 'guarded route: opens for the token',
    needs: 'session',
    run: (smoke) => opens(smoke, smoke.session),
  },
  {
    name: 'guarded route: 401 without a token',
    run: async ({ client, route }) => refused401(await client.get(route), 'without a token'),
  },
  {
    name: 'guarded route: 401 for a tampered token',
    needs: 'session',
    async run({ client, route, session }) {
      for (const [what, token] of Object.entries(tampered(session?.accessToken ?? ''))) {
        refused401(await client.get(route, token), `with ${what}`);
      }
    },
  },
  {
    name: 'refresh: the next pair of tokens',
    needs: 'session',
    async run(smoke) {
      const before = smoke.session?.refreshToken ?? '';
      const session = await refresh(smoke, before);
      smoke.session = session;
      if (session.refreshToken === before) {
        throw new CheckFailure(
          'another refresh token (a client whose policy is "reuse" keeps its own: say --skip-reuse)',
          'the same one',
        );
      }
      await verify(smoke, session.accessToken);
      await opens(smoke, session);
    },
  },
];

/** The same for a client whose refresh tokens are not rotated. */
export const reusingRefreshCheck: Check = {
  name: 'refresh: a fresh access token',
  needs: 'session',
  async run(smoke) {
    smoke.session = await refresh(smoke, smoke.session?.refreshToken ?? '');
    await verify(smoke, smoke.session.accessToken);
    await opens(smoke, smoke.session);
  },
};

/** Before the overlap window is over, and after it. */
export const reuseChecks: Readonly<Record<'early' | 'late', readonly Check[]>> = {
  early: [
    {
      name: 'lost reply: the same token again, the same successor',
      async run(smoke) {
        const { refreshToken: first } = await logIn(smoke);
        const once = await refresh(smoke, first);
        const rotatedAt = smoke.now();
        smoke.stolen = { ...once, first, rotatedAt };
        const again = await refresh(smoke, first);
        if (again.refreshToken !== once.refreshToken) {
          throw new CheckFailure('the same successor for a retry', 'another one');
        }
        // Two generations on, so that the first is no lost reply any more.
        const next = await refresh(smoke, once.refreshToken);
        smoke.stolen = { ...next, first, rotatedAt };
      },
    },
  ],
  late: [
    {
      name: 'reuse: an old refresh token is found out',
      needs: 'stolen',
      run: async ({ client, stolen }) =>
        refusedGrant(await client.post('/refresh', refreshForm(stolen?.first ?? ''))),
    },
    {
      name: 'reuse: it ends the session, for the thief too',
      needs: 'stolen',
      async run({ client, stolen, route }) {
        refusedGrant(await client.post('/refresh', refreshForm(stolen?.refreshToken ?? '')));
        // Never sent before, so that no cache of the gateway's knows it.
        refused401(await client.get(route, stolen?.accessToken), 'for the ended session');
      },
    },
  ],
};

export const logoutCheck: Check = {
  name: 'logout: the session is over',
  needs: 'session',
  async run(smoke) {
    const token = smoke.session?.refreshToken ?? '';
    const answer = await smoke.client.post('/revoke', { token });
    if (answer.status !== 200) throw new CheckFailure('200 for the logout', described(answer));
    refusedGrant(await smoke.client.post('/refresh', refreshForm(token)));
    delete smoke.session;
  },
};

const refreshForm = (refreshToken: string) => ({
  grant_type: 'refresh_token',
  refresh_token: refreshToken,
});

const refresh = async ({ client }: SmokeRun, refreshToken: string): Promise<Session> =>
  sessionIn(await client.post('/refresh', refreshForm(refreshToken)), 'a refresh');

async function opens({ client, route }: SmokeRun, session: Session | undefined): Promise<void> {
  const answer = await client.get(route, session?.accessToken);
  if (answer.status !== 200) throw new CheckFailure(`200 for GET ${route}`, described(answer));
}

function refused401(answer: Answer, how: string): void {
  if (answer.status !== 401) throw new CheckFailure(`401 ${how}`, described(answer));
  const challenge = answer.headers.get('www-authenticate') ?? 'none';
  if (!/^Bearer\b/.test(challenge)) {
    throw new CheckFailure(`WWW-Authenticate: Bearer … ${how} (RFC 6750 §3)`, challenge);
  }
}

function refusedGrant(answer: Answer): void {
  if (answer.status === 400 && answer.json['error'] === 'invalid_grant') return;
  throw new CheckFailure('HTTP 400 invalid_grant', described(answer));
}

/** @returns tokens that were good before somebody changed them */
function tampered(token: string): Readonly<Record<string, string>> {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const { claims } = readUnverified(token);
  const richer = Buffer.from(JSON.stringify({ ...claims, scope: 'users:admin' }));
  const letter = signature.startsWith('A') ? 'B' : 'A';
  return {
    'another scope written into it': `${header}.${richer.toString('base64url')}.${signature}`,
    'a changed signature': `${header}.${payload}.${letter}${signature.slice(1)}`,
    'a second spelling of its signature': `${token}=`,
  };
}
