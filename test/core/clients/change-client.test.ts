import {
  rotateClientSecret,
  setClientDisabled,
} from '../../../functions/core/clients/change-client.ts';
import { aRegisteredClient, START } from '../../fakes/session-samples.ts';

const client = aRegisteredClient();

it('keeps the secret of before for the time that was asked for', () => {
  const { registration } = rotateClientSecret(client, 'new', 60_000, START);
  expect(registration).toEqual({
    ...client.registration,
    secretHash: 'new',
    previousSecret: { hash: client.registration.secretHash, expiresAt: START + 60_000 },
    updatedAt: START,
  });
});

it('ends the secret of before, and every token got with it, when there is no grace', () => {
  const rotating = rotateClientSecret(client, 'new', 60_000, START);
  expect(rotateClientSecret(rotating, 'newer', 0, START + 1).registration).toMatchObject({
    secretHash: 'newer',
    previousSecret: null,
    tokensValidFrom: START + 1,
  });
});

it('ends the tokens of a client that is disabled, also for when it is enabled again', () => {
  const disabled = setClientDisabled(client, true, START);
  expect(disabled.registration).toMatchObject({ disabled: true, tokensValidFrom: START });
  expect(setClientDisabled(disabled, false, START + 5).registration).toMatchObject({
    disabled: false,
    tokensValidFrom: START,
    updatedAt: START + 5,
  });
});
