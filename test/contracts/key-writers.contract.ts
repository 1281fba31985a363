import { createSecretsManagerStore } from '../../functions/adapters/secrets-manager/secrets-manager-store.ts';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { KeyPorts } from '../../functions/core/keys/key-ports.ts';
import type { Ring, RingKey } from '../../functions/core/keys/key-rings.ts';
import {
  parseKeySet,
  parseRefreshTokenKeyRing,
  parseSigningKeyRing,
} from '../../functions/core/keys/parse-key-rings.ts';
import { NothingToPromoteError } from '../../functions/core/keys/plan-ring.ts';
import { ROTATION_STEPS } from '../../functions/core/keys/rotate-ring.ts';
import { ensureKeys } from '../../functions/core/keys/settle-keys.ts';
import { createKeysHandler } from '../../functions/keys/keys-handler.ts';
import { DAY, keyWorld, kidsIn, MINUTE } from '../fakes/key-world.ts';

/** A Secrets Manager with the three secrets, empty. */
export interface SecretsManagerUnderTest {
  readonly client: Pick<SecretsManagerClient, 'send'>;
  /** The ARN or name of each secret. */
  readonly ids: { readonly signing: string; readonly refresh: string; readonly set: string };
  /** As `RotateSecret` begins: attaches `AWSPENDING` to a version without a value. */
  readonly beginRotation: (secretId: string) => string;
}

/** What must hold when everybody who may write keys writes at once, over any Secrets Manager. */
export function keyWritersContract(
  name: string,
  rounds: number,
  start: () => Promise<SecretsManagerUnderTest>,
): void {
  describe(`over ${name}, two rotations, an operator and a deploy at once`, () => {
    test.each(Array.from({ length: rounds }, (_, round) => round + 1))(
      'lose nothing (round %i)',
      async () => {
        const manager = await start();
        const { ids } = manager;
        const { ports: memory, clock } = keyWorld();
        const ports: KeyPorts = {
          ...memory,
          signingKeys: createSecretsManagerStore(manager.client, ids.signing),
          refreshTokenKeys: createSecretsManagerStore(manager.client, ids.refresh),
          keySet: createSecretsManagerStore(manager.client, ids.set),
          pause: async (attempt) => new Promise((resolve) => setTimeout(resolve, attempt)),
        };
        const answers: unknown[] = [];
        const handler = createKeysHandler(
          () => ({
            ports,
            signingKeysSecretArn: ids.signing,
            refreshTokenKeysSecretArn: ids.refresh,
          }),
          {
            log: {
              withContext: () => ({ error: (_message, error) => void answers.push(error) }),
            },
            put: async (_url, body) =>
              void answers.push((JSON.parse(body) as { Status: string }).Status),
            pause: async (ms) => void (clock.time += ms),
          },
        );
        const context = { awsRequestId: 'request-1', getRemainingTimeInMillis: () => 120_000 };
        const read = async () => ({
          signing: parseSigningKeyRing((await ports.signingKeys.read())?.value ?? ''),
          refresh: parseRefreshTokenKeyRing((await ports.refreshTokenKeys.read())?.value ?? ''),
          set: parseKeySet((await ports.keySet.read())?.value ?? ''),
        });
        await ensureKeys(ports);
        clock.time += DAY;
        const before = await read();
        const [bad = ''] = kidsIn(before.signing, 'active');
        const tokens = {
          signing: manager.beginRotation(ids.signing),
          refresh: manager.beginRotation(ids.refresh),
        };
        const rotate = async (ring: 'signing' | 'refresh') => {
          for (const Step of ROTATION_STEPS) {
            const event = { Step, SecretId: ids[ring], ClientRequestToken: tokens[ring] };
            await handler(event, context);
          }
        };
        const update = async () =>
          handler({ RequestType: 'Update', ResponseURL: 'https://example.com' }, context);

        const runs = await Promise.allSettled([
          rotate('signing'),
          update(),
          rotate('refresh'),
          handler({ command: 'end_keys', kids: [bad] }, context),
          // Lambda may deliver an event twice.
          rotate('signing'),
          rotate('refresh'),
          update(),
        ]);
        expect(
          runs.filter(
            (run) => run.status === 'rejected' && !(run.reason instanceof NothingToPromoteError),
          ),
        ).toEqual([]);
        expect(answers).toEqual(['SUCCESS', 'SUCCESS']);
        const after = await read();

        // Every key that was there is still there, and the rotations' own keys have joined.
        expect(kidsOf(after.signing)).toEqual(expect.arrayContaining(kidsOf(before.signing)));
        expect(kidsOf(after.refresh)).toEqual(expect.arrayContaining(kidsOf(before.refresh)));
        expect(kidsOf(after.signing).length).toBeGreaterThan(kidsOf(before.signing).length);
        expect(kidsOf(after.refresh).length).toBeGreaterThan(kidsOf(before.refresh).length);
        expect(kidsOf(after.set)).toEqual(expect.arrayContaining(kidsOf(after.signing)));
        // Each rotation counted once, and nobody brought the operator's key back.
        expect(after.signing.lastRotation).toBe(tokens.signing);
        expect(after.refresh.lastRotation).toBe(tokens.refresh);
        expect(kidsIn(after.refresh, 'retired')).toEqual(kidsIn(before.refresh, 'active'));
        expect(kidsIn(after.signing, 'retired')).toContain(bad);
        expect(after.signing.keys.find(({ kid }) => kid === bad)?.dropAt).toBeDefined();
        expect(kidsIn(after.signing, 'active')).toHaveLength(1);
        expect(kidsIn(after.signing, 'next').length).toBeGreaterThanOrEqual(2);

        clock.time += MINUTE;
        await handler({ command: 'settle' }, context);
        const settled = await read();
        expect(kidsOf(settled.signing)).toEqual(kidsOf(after.signing).filter((kid) => kid !== bad));
        expect(kidsOf(settled.set).toSorted()).toEqual(kidsOf(settled.signing).toSorted());
      },
    );
  });
}

const kidsOf = ({ keys }: Pick<Ring<RingKey>, 'keys'> | { keys: readonly { kid: string }[] }) =>
  keys.map(({ kid }) => kid);
