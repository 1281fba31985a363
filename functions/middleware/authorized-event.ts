import type { Caller } from '../http/require-scopes.ts';

/**
 * What a REST API's proxy event must have for a guard to look at it. The types of `aws-lambda` fit;
 * so does an event that a test has made up.
 */
export interface ProxyEvent {
  readonly requestContext?: {
    readonly authorizer?: object | null | undefined;
  };
}

/** Who calls, from the token that the authorizer has verified. */
export type Auth = Caller;

/** An event that a guard has let through. */
export type Authorized<Event> = Event & { readonly auth: Auth };

/** What a guard answers in the handler's place: a proxy integration's answer with problem details. */
export interface Refusal {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}
