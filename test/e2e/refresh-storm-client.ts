import { refreshAt, type Answer } from './oauth-requests.ts';

/**
 * A client process of its own: gets its orders by message, says that it is ready, and fires when it
 * is told to, so that several of them can be released together.
 */
export interface StormOrders {
  readonly base: string;
  readonly refreshToken: string;
  readonly requests: number;
}

/** What came back for one request: the status, the body's error, and the successor. */
export interface StormAnswer {
  readonly status: number;
  readonly error: unknown;
  readonly refreshToken: unknown;
  readonly accessToken: unknown;
}

const report = ({ status, json }: Answer): StormAnswer => ({
  status,
  error: json['error'],
  refreshToken: json['refresh_token'],
  accessToken: json['access_token'],
});

let orders: StormOrders | null = null;

process.on('message', (message: StormOrders | 'go') => {
  if (message !== 'go') {
    orders = message;
    process.send?.('ready');
  } else if (orders) {
    const { base, refreshToken, requests } = orders;
    const fired = Array.from({ length: requests }, async (_, index) =>
      report(await refreshAt(base, index % 2 === 0 ? '/refresh' : '/token', refreshToken)),
    );
    void Promise.all(fired).then((answers) => process.send?.(answers));
  }
});
