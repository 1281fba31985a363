import type { KeysService, KeysTarget } from './keys-service.ts';

/** What the commands have around them. */
export interface Surroundings {
  /** One line of the result. */
  readonly print: (line: string) => void;
  /** One line about what is going on; it isn't part of the result. */
  readonly note: (line: string) => void;
  /** Asks the operator; `null` where there is nobody to ask. */
  readonly confirm: ((question: string) => Promise<boolean>) | null;
  readonly open: (target: KeysTarget) => Promise<KeysService>;
  readonly pause: (ms: number) => Promise<void>;
}
