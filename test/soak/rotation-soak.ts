import { decodeProtectedHeader } from 'jose';
import { getWith, refreshAt, type Tokens } from '../e2e/oauth-requests.ts';
import { startService, type RunningService } from '../e2e/running-service.ts';
import {
  introspectorToken,
  logInAs,
  postWith,
  putUser,
  withConsole,
} from '../e2e/service-users.ts';

/** What a soak did, and what it found. */
export interface RotationReport {
  readonly verifications: number;
  readonly rotations: number;
  /** The keys that tokens were signed with, in their order. */
  readonly signers: readonly string[];
  /** One line a good token that was refused; empty when none was. */
  readonly broken: readonly string[];
}

const ROTATIONS = 3;
const MINUTE = 60_000;
/** More than a published key has to wait before it may sign. */
const MINUTES_APART = 12;
/** Until every signer has read the last ring, and some. */
const MINUTES_AFTER = 3;
const MINUTES = ROTATIONS * MINUTES_APART + MINUTES_AFTER;
/** A token that is used no more well before it expires, whatever the clock does meanwhile. */
const MINUTES_LIVE = 12;
const CLIENTS = 8;
/** Each client refreshes after so many verifications. */
const REFRESH_EVERY = 10;

interface Live {
  readonly token: string;
  readonly kid: string;
  readonly minute: number;
}

/**
 * Turns the signing keys over three times while clients refresh and their tokens are verified, by the
 * authorizer and by introspection in turns. The clock goes on by the minute meanwhile, so that every
 * cache runs out again and again, each key waits as long as it must, and none is older than its tokens.
 *
 * @param options.verifications how many in all
 * @param options.onProgress called after each minute
 */
export async function soakRotations(options: {
  readonly verifications: number;
  readonly onProgress?: (line: string) => void;
}): Promise<RotationReport> {
  const { verifications, onProgress = () => {} } = options;
  const service = await startService({ adjustableClock: true, transformTemplate: withConsole });
  const underway: Promise<void>[] = [];
  const signers: string[] = [];
  const broken: string[] = [];
  let live: readonly Live[] = [];
  let [count, minute] = [0, 0];

  const take = ({ access_token: token }: Tokens): void => {
    const { kid = '' } = decodeProtectedHeader(token);
    if (!signers.includes(kid)) signers.push(kid);
    live = [...live.filter((one) => one.minute > minute - MINUTES_LIVE), { token, kid, minute }];
  };
  const goOn = (): void => {
    count += 1;
    if (count % Math.ceil(verifications / MINUTES) !== 0) return;
    service.advance(MINUTE);
    minute += 1;
    onProgress(`minute ${minute} of ${MINUTES}: ${count} verifications, ${broken.length} refused`);
    if (minute % MINUTES_APART === 0 && minute <= ROTATIONS * MINUTES_APART) {
      underway.push(service.rotate('SigningKeysSecret'));
    }
  };
  const isOver = (): boolean => count >= verifications;
  const client = async (number: number): Promise<void> => {
    const username = `client${number}`;
    await putUser(service, { username });
    let tokens = await logInAs(service, username);
    let introspector = await introspectorToken(service);
    take(tokens);
    for (let turn = 1; !isOver(); turn += 1) {
      if (turn % REFRESH_EVERY === 0) {
        const answer = await refreshAt(service.url, '/refresh', tokens.refresh_token);
        if (answer.status === 200) tokens = answer.json as unknown as Tokens;
        else broken.push(`a refresh got ${answer.status}`);
        take(tokens);
      }
      if (turn % (5 * REFRESH_EVERY) === 0) introspector = await introspectorToken(service);
      const one = live[Math.floor(Math.random() * live.length)];
      if (one === undefined || one.minute <= minute - MINUTES_LIVE) continue;
      const verdict = await verify(service, one.token, turn % 2 === 0 ? introspector : null);
      if (verdict !== 'good') broken.push(`minute ${minute}: ${one.kid} got ${verdict}`);
      goOn();
    }
  };
  try {
    await Promise.all(Array.from({ length: CLIENTS }, (_, number) => client(number)));
    await Promise.all(underway);
    return { verifications: count, rotations: underway.length, signers, broken };
  } finally {
    await service.stop();
  }
}

/** @param introspector who asks for it; `null` lets the gateway's authorizer judge */
async function verify(
  service: RunningService,
  token: string,
  introspector: string | null,
): Promise<string> {
  if (introspector === null) {
    const { status } = await getWith(`${service.url}/users/me`, token);
    return status === 200 ? 'good' : String(status);
  }
  const answer = await postWith(`${service.url}/introspect`, introspector, { token });
  return answer.json['active'] === true ? 'good' : `${answer.status} ${answer.text}`;
}
