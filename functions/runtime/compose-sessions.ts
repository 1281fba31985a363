import { randomBytes } from 'node:crypto';
import type { DynamoDBCall } from '../adapters/dynamodb/dynamodb-call.ts';
import { createDynamoDBClientStore } from '../adapters/dynamodb/dynamodb-client-store.ts';
import { createDynamoDBFamilyStore } from '../adapters/dynamodb/dynamodb-family-store.ts';
import {
  createDynamoDBUserStore,
  type UserReading,
} from '../adapters/dynamodb/dynamodb-user-store.ts';
import { createSender } from '../adapters/signed-requests/http-exchange.ts';
import { createSignedRequest } from '../adapters/signed-requests/signed-request.ts';
import type { Client } from '../core/clients/client.ts';
import { createClientDirectory } from '../core/clients/client-directory.ts';
import type { SessionPorts } from '../core/sessions/session-ports.ts';
import type { SessionSettings } from '../core/sessions/session-settings.ts';
import type { UserStore } from '../core/users/user.ts';
import { readClients } from './client-settings.ts';
import { readMetricsConfig, type MetricsConfig } from './embedded-metrics.ts';
import type { EnvironmentReader } from './environment.ts';
import type { JsonLog } from './json-log.ts';
import { composeKeySources, readKeySourceConfig, type KeySourceConfig } from './key-sources.ts';
import { preload } from './preload.ts';
import { readRoleScopes } from './role-settings.ts';
import { createSignedDynamoDBCall } from './signed-dynamodb-call.ts';

/** What login and refresh have in common. */
export interface SessionConfig extends KeySourceConfig, MetricsConfig {
  readonly usersTableName: string;
  readonly refreshTokensTableName: string;
  readonly allowedOrigins: readonly string[];
  readonly clients: readonly [Client, ...Client[]];
  readonly settings: SessionSettings;
}

const DAY_SECONDS = 86_400;

/** Reads the session settings, the tables' names, the key secrets and the clients. */
export function readSessionConfig(environment: EnvironmentReader): SessionConfig {
  const seconds = (name: string, min: number, max: number): number =>
    environment.integer(name, { min, max });
  return {
    ...readKeySourceConfig(environment),
    ...readMetricsConfig(environment),
    usersTableName: environment.text('USERS_TABLE_NAME'),
    refreshTokensTableName: environment.text('REFRESH_TOKENS_TABLE_NAME'),
    allowedOrigins: environment.list('CORS_ALLOWED_ORIGINS'),
    clients: readClients(environment),
    settings: {
      issuer: environment.text('ISSUER_URL'),
      audience: environment.text('AUDIENCE'),
      accessTokenTtlSeconds: seconds('ACCESS_TOKEN_TTL_SECONDS', 1, DAY_SECONDS),
      refreshTokenIdleTtlSeconds: seconds(
        'REFRESH_TOKEN_IDLE_TTL_SECONDS',
        1,
        10 * 365 * DAY_SECONDS,
      ),
      refreshTokenAbsoluteTtlSeconds: seconds(
        'REFRESH_TOKEN_ABSOLUTE_TTL_SECONDS',
        1,
        10 * 365 * DAY_SECONDS,
      ),
      overlapWindowSeconds: seconds('OVERLAP_WINDOW_SECONDS', 6, 60),
      roleScopes: readRoleScopes(environment),
      scopesSupported: environment.list('SCOPES_SUPPORTED'),
    },
  };
}

/** Gives `core` the tables, the rings, the clock and the dice. */
export function composeSessions(
  config: SessionConfig,
  environment: Readonly<Record<string, string | undefined>>,
  plainLog: JsonLog,
  reading: UserReading = {},
): {
  readonly log: JsonLog;
  readonly allowedOrigins: readonly string[];
  readonly ready: () => Promise<void>;
  /** What the tables are called by. */
  readonly dynamodb: DynamoDBCall;
  readonly ports: SessionPorts & { readonly users: UserStore };
} {
  const log = plainLog.withMetrics(config);
  const request = createSignedRequest(environment, createSender());
  const dynamodb = createSignedDynamoDBCall(request);
  const { signingKeys, refreshTokenKeys, reads } = composeKeySources(config, request, log);
  return {
    log,
    allowedOrigins: config.allowedOrigins,
    ready: preload(reads),
    dynamodb,
    ports: {
      families: createDynamoDBFamilyStore(dynamodb, config.refreshTokensTableName),
      users: createDynamoDBUserStore(dynamodb, config.usersTableName, reading),
      clients: createClientDirectory(
        config.clients,
        createDynamoDBClientStore(dynamodb, config.usersTableName),
      ),
      signingKeys,
      refreshTokenKeys,
      securityLog: log,
      clock: { now: Date.now },
      random: { bytes: randomBytes },
      settings: config.settings,
    },
  };
}
