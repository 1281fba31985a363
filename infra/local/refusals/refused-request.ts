/** A request that the gateway turned away, and what it knows of why. */
export interface RefusedRequest {
  /** Of the answer: 401, 403, or what the template made of them. */
  readonly statusCode: number;
  readonly method: string;
  /** As it came, percent-encoded, without the query. */
  readonly path: string;
  readonly cause: RefusalCause;
}

export type RefusalCause =
  | { readonly is: 'no_header' | 'other_form' | 'no_route' }
  /** The authorizer let the token through, and its policy doesn't let it through here. */
  | { readonly is: 'denied'; readonly authorization: string }
  /** The authorizer said `Unauthorized` in this invocation; only its log says why. */
  | {
      readonly is: 'unauthorized';
      readonly authorization: string;
      readonly requestId: string;
    };
