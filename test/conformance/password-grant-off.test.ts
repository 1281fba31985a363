import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Template } from '../../infra/local/template/template.ts';
import { getWith, logIn, postForm, refreshAt } from '../e2e/oauth-requests.ts';
import { startService } from '../e2e/running-service.ts';
import { freePort } from '../soak/killable-edition.ts';
import { JOHN } from './conformance-client.ts';

/** What `passwordGrant: false` in the construct's props makes of the template. */
const withoutPasswordGrant = (template: Template): Template =>
  JSON.parse(
    JSON.stringify(template).replaceAll('"PASSWORD_GRANT":"on"', '"PASSWORD_GRANT":"off"'),
  ) as Template;

/** RFC 9700 §2.4. */
test('where the password grant is off, nobody logs in, metadata says so, and sessions go on', async () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'latchkey-grants-'));
  const place = { dataDirectory, port: await freePort() };
  const before = await startService(place);
  const { refresh_token } = await logIn(before.url);
  await before.stop();
  const service = await startService({ ...place, transformTemplate: withoutPasswordGrant });
  try {
    const refused = await postForm(`${service.url}/token`, JOHN);
    expect([refused.status, refused.json['error']]).toEqual([400, 'unsupported_grant_type']);
    const path = '/.well-known/oauth-authorization-server';
    const metadata = await getWith(`${service.url}${path}`);
    expect(metadata.json['grant_types_supported']).toEqual(['refresh_token', 'client_credentials']);
    expect((await refreshAt(service.url, '/token', refresh_token)).status).toBe(200);
  } finally {
    await service.stop();
    rmSync(dataDirectory, { recursive: true, force: true });
  }
});
