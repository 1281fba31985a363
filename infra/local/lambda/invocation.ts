/** One event for a function. */
export interface Invocation {
  readonly requestId: string;
  /** The event as JSON. */
  readonly payload: string;
}

/** What became of an invocation. */
export type InvocationResult =
  | { readonly outcome: 'returned'; readonly payload: string }
  | {
      readonly outcome: 'failed';
      /** `Runtime.ExitError`, `Sandbox.Timedout`, or the thrown error's name. */
      readonly errorType: string;
      readonly errorMessage: string;
    };

/** @returns a failed invocation */
export const failed = (errorType: string, errorMessage: string): InvocationResult => ({
  outcome: 'failed',
  errorType,
  errorMessage,
});
