import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { StormAnswer, StormOrders } from './refresh-storm-client.ts';

/**
 * Presents one refresh token many times at once, from several processes, at `/token` and `/refresh`
 * in turns.
 *
 * @returns every answer
 */
export async function refreshStorm(
  storm: StormOrders & { readonly processes: number },
): Promise<readonly StormAnswer[]> {
  const { processes, ...orders } = storm;
  const clients = Array.from({ length: processes }, () =>
    fork(join(import.meta.dirname, 'refresh-storm-client.ts'), {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      env: {},
    }),
  );
  try {
    await Promise.all(
      clients.map((client) => {
        const ready = once(client, 'message');
        client.send({ ...orders, requests: orders.requests / processes });
        return ready;
      }),
    );
    const answers = await Promise.all(
      clients.map(async (client) => {
        const answered = once(client, 'message') as Promise<[readonly StormAnswer[]]>;
        client.send('go');
        return (await answered)[0];
      }),
    );
    return answers.flat();
  } finally {
    for (const client of clients) client.kill();
  }
}
