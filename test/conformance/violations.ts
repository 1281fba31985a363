import { decode, encode, type Members } from '../attacks/forge.ts';
import type { Answer } from '../e2e/oauth-requests.ts';

/** A request on its way to the service. */
export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** What stands between client and service, and makes of it another service. */
export interface Tamper {
  /** What the service is made to see. */
  request?(sent: Sent): Sent;
  /** Answers itself; `null` lets the request through. */
  instead?(sent: Sent): Answer | null;
  /** What the client is made to see. */
  answer?(answer: Answer, sent: Sent): Answer;
  /** Keeps the service's clock from going on. */
  readonly clockStands?: boolean;
}

/** Makes a new one for each check, since some remember what went by. */
export type Violation = () => Tamper;

/** @returns the answer with something else in its place */
export function changed(
  answer: Answer,
  change: { readonly status?: number; readonly json?: Members; readonly headers?: Headers },
): Answer {
  const { status = answer.status, json = answer.json, headers = answer.headers } = change;
  return { status, headers, json, text: change.json ? JSON.stringify(json) : answer.text };
}

const made = (status: number, json: Members): Answer => ({
  status,
  json,
  text: JSON.stringify(json),
  headers: new Headers({ 'content-type': 'application/json' }),
});

/** A service that gives this header another value, or leaves it out. */
export const withHeader =
  (name: string, value: string | null): Violation =>
  () => ({
    answer(answer) {
      const headers = new Headers(answer.headers);
      if (value === null) headers.delete(name);
      else headers.set(name, value);
      return changed(answer, { headers });
    },
  });

/** A service whose good answers at a path have another member, or lack it (`undefined`). */
export const withMember =
  (path: string, member: string, value: unknown): Violation =>
  () => ({
    answer: (answer, sent) =>
      sent.path === path && answer.status === 200
        ? changed(answer, { json: { ...answer.json, [member]: value } })
        : answer,
  });

/** A service that says another thing where it refuses. */
export const refusingWith =
  (status: number, error: string): Violation =>
  () => ({
    answer: (answer) =>
      answer.status >= 400 ? changed(answer, { status, json: { ...answer.json, error } }) : answer,
  });

/** A service that answers this path itself, whatever it is asked. */
export const answering =
  (path: string, status: number, json: Members): Violation =>
  () => ({ instead: (sent) => (sent.path === path ? made(status, json) : null) });

/** A service that reads forms another way: it ignores a parameter, or takes one for another. */
export const reading =
  (change: (form: URLSearchParams) => void): Violation =>
  () => ({
    request(sent) {
      if (sent.body === null) return sent;
      const form = new URLSearchParams(sent.body);
      change(form);
      return { ...sent, body: form.toString() };
    },
  });

/** A service that doesn't look at a request's header. */
export const ignoringHeader =
  (name: string): Violation =>
  () => ({
    request: (sent) => ({
      ...sent,
      headers: Object.fromEntries(Object.entries(sent.headers).filter(([key]) => key !== name)),
    }),
  });

/** A service that takes any token for the one that it gave out last. */
export const takingAnyToken: Violation = () => {
  let last: Members = {};
  return {
    request(sent) {
      const { authorization } = sent.headers;
      const form = new URLSearchParams(sent.body ?? '');
      if (form.has('refresh_token')) form.set('refresh_token', String(last['refresh_token']));
      if (form.has('token')) form.set('token', String(last['access_token']));
      const bearer =
        authorization !== undefined && sent.path === '/users/me'
          ? { authorization: `Bearer ${String(last['access_token'])}` }
          : {};
      const body = sent.body === null ? null : form.toString();
      return { ...sent, headers: { ...sent.headers, ...bearer }, body };
    },
    answer(answer) {
      if (typeof answer.json['access_token'] === 'string') last = answer.json;
      return answer;
    },
  };
};

/** A service whose access tokens say something else. (Their signatures are not looked at.) */
export const issuing =
  (header: Members, payload: (claims: Members) => Members): Violation =>
  () => ({
    answer(answer) {
      const token = answer.json['access_token'];
      if (typeof token !== 'string') return answer;
      const [first, second, signature = ''] = token.split('.');
      const claims = decode(second);
      const forged = [
        encode({ ...decode(first), ...header }),
        encode({ ...claims, ...payload(claims) }),
        signature,
      ].join('.');
      return changed(answer, { json: { ...answer.json, access_token: forged } });
    },
  });

/** A service that refuses what was presented before, and draws no conclusion from it. */
export const shruggingAtReuse: Violation = () => {
  const seen = new Set<string>();
  return {
    instead(sent) {
      const token = new URLSearchParams(sent.body ?? '').get('refresh_token');
      if (token === null) return null;
      if (seen.has(token)) return made(400, { error: 'invalid_grant' });
      seen.add(token);
      return null;
    },
  };
};

/** A service for which time doesn't pass. */
export const standingStill: Violation = () => ({ clockStands: true });
