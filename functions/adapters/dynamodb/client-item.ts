import type {
  ClientGrant,
  RefreshTokenPolicy,
  RegisteredClient,
} from '../../core/clients/client.ts';
import { isReservedScope } from '../../core/scopes.ts';
import { clientPartitionKey, USERS_TABLE } from '../../core/tables.ts';
import { readItem, toItem, type Item } from './item-attributes.ts';

/** @returns the primary key of a client's item */
export const clientItemKey = (clientId: string): Item =>
  toItem({ [USERS_TABLE.partitionKey]: clientPartitionKey(clientId) });

/** @returns a client as an item */
export function toClientItem({
  clientId,
  refreshTokenPolicy,
  registration,
}: RegisteredClient): Item {
  const { previousSecret, ...plain } = registration;
  return {
    ...clientItemKey(clientId),
    ...toItem({
      ...plain,
      clientId,
      refreshTokenPolicy,
      previousSecretHash: previousSecret?.hash ?? null,
      previousSecretExpiresAt: previousSecret?.expiresAt ?? null,
    }),
  };
}

/** @throws Error for an item that is no client */
export function toClient(item: Item): RegisteredClient {
  const { text, number, flag, texts, optionalText, optionalNumber } = readItem(item);
  const scopes = texts('scopes');
  const [hash, expiresAt] = [
    optionalText('previousSecretHash'),
    optionalNumber('previousSecretExpiresAt'),
  ];
  return {
    clientId: text('clientId'),
    type: 'confidential',
    refreshTokenPolicy: oneOf(text('refreshTokenPolicy'), POLICIES),
    reservedScopes: scopes.filter(isReservedScope),
    registration: {
      name: optionalText('name'),
      secretHash: text('secretHash'),
      previousSecret: hash === null || expiresAt === null ? null : { hash, expiresAt },
      grants: texts('grants').map((grant) => oneOf(grant, GRANTS)),
      scopes,
      disabled: flag('disabled'),
      tokensValidFrom: number('tokensValidFrom'),
      createdAt: number('createdAt'),
      updatedAt: number('updatedAt'),
    },
  };
}

const POLICIES: readonly RefreshTokenPolicy[] = ['recover', 'strict', 'reuse'];
const GRANTS: readonly ClientGrant[] = ['client_credentials', 'password'];

function oneOf<Word extends string>(text: string, words: readonly Word[]): Word {
  const word = words.find((candidate) => candidate === text);
  if (word === undefined) throw new Error('a client item has a word that nobody knows');
  return word;
}
