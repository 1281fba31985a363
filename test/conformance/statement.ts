import type { ConformanceClient } from './conformance-client.ts';
import type { Violation } from './violations.ts';

/** One thing that an RFC asks for, and the proof that the service does it. */
export interface Statement {
  /** Such as `§5.1`. */
  readonly section: string;
  /** One sentence about what the service does. */
  readonly says: string;
  /** Sends requests; rejects with an AssertionError when an answer isn't as the statement says. */
  check(client: ConformanceClient): Promise<void>;
  /** Stands between client and service and breaks the statement, so that the check must fail. */
  readonly violation: Violation;
}

/** The statements of one RFC that apply. */
export interface ConformanceDocument {
  readonly rfc: string;
  readonly title: string;
  readonly statements: readonly Statement[];
}

/** Something that an RFC asks for and the service doesn't do, or does otherwise. */
export interface Deviation {
  /** Such as `RFC 9700 §2.4`. */
  readonly section: string;
  readonly asks: string;
  readonly does: string;
  readonly because: string;
  /** Shows that the service does what is said here; absent where only a deployed stack could. */
  readonly proof?: Pick<Statement, 'check' | 'violation'>;
}
