import { UnreadableSecretError } from '../core/keys/secret-store.ts';

/** What CloudFormation sends a custom resource, as far as it is used here. */
export interface CustomResourceEvent {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId?: string;
}

/** What answering needs. */
export interface CustomResourceSurroundings {
  readonly log: { error(message: string, error: unknown): void };
  readonly put: (url: string, body: string) => Promise<void>;
  readonly context: { getRemainingTimeInMillis(): number };
}

/** Constant, so that no update ever looks like a replacement. */
const PHYSICAL_ID = 'latchkey-keys';

/** A deploy waits two minutes at most; this much of them is kept for the answer (milliseconds). */
const LONGEST_MS = 100_000;
const ANSWERING_MS = 15_000;

/** @returns whether CloudFormation sent the event */
export function isCustomResourceEvent(event: unknown): event is CustomResourceEvent {
  return (
    typeof event === 'object' && event !== null && 'ResponseURL' in event && 'RequestType' in event
  );
}

/**
 * Does what a deploy asks for and tells it the outcome, whatever that is: without an answer a stack
 * hangs until its time is up. Create and Update do the work, Delete does nothing: the secrets are the
 * stack's.
 *
 * @param work idempotent: CloudFormation and Lambda may ask twice
 * @throws Error only when the answer can't be sent
 */
export async function answerCustomResource(
  event: CustomResourceEvent,
  work: () => Promise<void>,
  { log, put, context }: CustomResourceSurroundings,
): Promise<void> {
  let outcome: { Status: 'SUCCESS' } | { Status: 'FAILED'; Reason: string } = { Status: 'SUCCESS' };
  if (event.RequestType !== 'Delete') {
    try {
      await withinTime(
        work,
        Math.min(LONGEST_MS, context.getRemainingTimeInMillis() - ANSWERING_MS),
      );
    } catch (error) {
      log.error('the keys could not be brought into order', error);
      outcome = { Status: 'FAILED', Reason: reasonOf(error) };
    }
  }
  const { StackId, RequestId, LogicalResourceId, PhysicalResourceId = PHYSICAL_ID } = event;
  const body = { ...outcome, PhysicalResourceId, StackId, RequestId, LogicalResourceId };
  try {
    await put(event.ResponseURL, JSON.stringify(body));
  } catch (error) {
    log.error('the answer could not be sent', error);
    throw error;
  }
}

async function withinTime(work: () => Promise<void>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TimeUpError()), milliseconds);
  });
  try {
    await Promise.race([work(), timeUp]);
  } finally {
    clearTimeout(timer);
  }
}

class TimeUpError extends Error {
  override readonly name = 'TimeUpError';
}

/** A stack's events are read by many: the rule that was broken, or the error's name, and no more. */
function reasonOf(error: unknown): string {
  if (error instanceof UnreadableSecretError) return error.message;
  const name = error instanceof Error ? error.name : 'Error';
  return `The keys could not be brought into order (${name.slice(0, 100)}); see the function's log.`;
}
