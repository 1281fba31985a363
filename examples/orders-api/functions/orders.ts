import { requireRoles, requireScopes, type Authorized, type ProxyEvent } from 'latchkey/middleware';

/** What these handlers read of a proxy event; `APIGatewayProxyEvent` of @types/aws-lambda does, too. */
interface OrderEvent extends ProxyEvent {
  readonly pathParameters?: Readonly<Record<string, string | undefined>> | null;
}

const ORDERS = [
  { id: '1', item: 'lamp' },
  { id: '2', item: 'chair' },
];

const json = (statusCode: number, body: unknown) => ({
  statusCode,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
});

export const list = requireScopes('orders:read')(async (event) =>
  json(200, { for: event.auth.username, orders: ORDERS }),
);

export const create = requireScopes('orders:write')(async (event) =>
  json(201, { id: '3', by: event.auth.subject }),
);

export const cancel = requireScopes('orders:write')(
  requireRoles('manager')(async (event: Authorized<OrderEvent>) =>
    json(200, { cancelled: event.pathParameters?.['id'], roles: event.auth.roles }),
  ),
);
