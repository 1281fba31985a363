import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { AuthServiceStack } from '../../infra/aws/auth-service-stack.ts';
import { listenLocally, type LocalServer } from '../../infra/local/listen-locally.ts';
import { startLocalEdition, type LocalEdition } from '../../infra/local/start-local-edition.ts';
import '../infra/local/long-timeout.ts';
import { refreshAt } from './oauth-requests.ts';

const CHROMIUM = '/usr/bin/chromium';
const PAGE = readFileSync(join(import.meta.dirname, '../../examples/browser/index.html'), 'utf8');
const DEFAULT_URL = 'http://localhost:3000';
const [describeWithChromium, remark] = existsSync(CHROMIUM)
  ? [describe, '']
  : [describe.skip, ` (NOT RUN: there is no ${CHROMIUM})`];

interface Session {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresAt: number;
}

const stored = (tab: Page): Promise<Session | null> =>
  tab.evaluate(() => JSON.parse(localStorage.getItem('latchkey-session') ?? 'null') as Session);
const change = (tab: Page, changes: Partial<Session>): Promise<void> =>
  tab.evaluate((more) => {
    const session = JSON.parse(localStorage.getItem('latchkey-session') ?? 'null') as object;
    localStorage.setItem('latchkey-session', JSON.stringify({ ...session, ...more }));
  }, changes);
const askWho = async (tab: Page): Promise<void> => {
  await tab.evaluate("document.getElementById('output').replaceChildren()");
  await tab.click('#call');
};
const answer = async (tab: Page): Promise<string> => {
  await tab.waitForSelector('#output:not(:empty)');
  return (await tab.textContent('#output')) ?? '';
};
const logIn = async (tab: Page, password: string): Promise<void> => {
  await tab.fill('input[name=username]', 'johndoe');
  await tab.fill('input[name=password]', password);
  await tab.click('#login button');
};

test('the page allows its own script by its hash, and calls nobody but the API', () => {
  const [, script = ''] = /<script type="module">([\s\S]*?)<\/script>/.exec(PAGE) ?? [];
  const hash = createHash('sha256').update(script).digest('base64');
  expect(PAGE).toContain(`script-src 'sha256-${hash}';`);
  expect(PAGE.match(/<script\b/g)).toHaveLength(1);
  expect(PAGE.match(/https?:\/\/[^"';\s]+/g)).toEqual([DEFAULT_URL, DEFAULT_URL]);
  expect(script).not.toMatch(/innerHTML|document\.write|\beval\b/);
});

describeWithChromium(`browser/index.html in two tabs${remark}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-browser-'));
  let service: LocalEdition;
  let site: LocalServer;
  let browser: Browser;
  let context: BrowserContext;
  let tabs: readonly [Page, Page];
  const posts: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    const server = createServer((_request, response) => {
      const html = PAGE.replaceAll(DEFAULT_URL, service.url);
      response.setHeader('Content-Type', 'text/html; charset=utf-8').end(html);
    });
    site = await listenLocally(server, 0);
    const origin = `http://localhost:${site.port}`;
    process.env['CDK_VALIDATION'] = 'false';
    const app = new App({ outdir: join(folder, 'assembly'), analyticsReporting: false });
    // What examples/README.md says to write.
    const props = { corsAllowedOrigins: [origin] };
    const { artifactId } = new AuthServiceStack(app, 'LatchkeyStack', props);
    service = await startLocalEdition({
      assemblyDirectory: app.synth().directory,
      stackName: artifactId,
      dataDirectory: join(folder, 'data'),
      port: 0,
    });
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
    context = await browser.newContext();
    context.on('request', (request) => {
      if (request.method() === 'POST') posts.push(new URL(request.url()).pathname);
    });
    context.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    tabs = [await context.newPage(), await context.newPage()];
    for (const tab of tabs) await tab.goto(origin);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
    await site?.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    posts.length = 0;
  });

  test('a wrong password is said, and a login in one tab is a login in both', async () => {
    const [one, two] = tabs;
    await logIn(one, 'wrong');
    expect(await answer(one)).toBe('invalid_grant');
    await logIn(one, 'secret');
    await two.waitForSelector('#session', { state: 'visible' });
    await askWho(two);
    expect(JSON.parse(await answer(two))).toMatchObject({ username: 'johndoe' });
    expect(posts).toEqual(['/token', '/token']);
  });

  test('when the token has expired, one tab refreshes and all go on', async () => {
    const [one, two] = tabs;
    const before = await stored(one);
    await change(one, { expiresAt: 0 });
    await Promise.all([askWho(one), askWho(two), one.click('#call'), two.click('#call')]);
    for (const tab of tabs) expect(await answer(tab)).toContain('"johndoe"');
    expect(posts).toEqual(['/refresh']);
    const after = await stored(two);
    expect(after?.refreshToken).not.toBe(before?.refreshToken);
    expect(await stored(one)).toEqual(after);
  });

  test('a token that was refused is refreshed once, and the call is made again', async () => {
    const [one, two] = tabs;
    await change(one, { accessToken: 'not-a-token' });
    await Promise.all([askWho(one), askWho(two)]);
    for (const tab of tabs) expect(await answer(tab)).toContain('"johndoe"');
    expect(posts).toEqual(['/refresh']);
  });

  test('a refresh that fails on its way costs no session', async () => {
    const [one] = tabs;
    const before = await stored(one);
    await context.route(`${service.url}/refresh`, (route) => route.abort());
    await change(one, { expiresAt: 0 });
    await askWho(one);
    expect(await answer(one)).toMatch(/fetch/i);
    expect((await stored(one))?.refreshToken).toBe(before?.refreshToken);
    await context.unroute(`${service.url}/refresh`);
    await askWho(one);
    expect(await answer(one)).toContain('"johndoe"');
  });

  test('a logout in one tab is one in both, and ends the session', async () => {
    const [one, two] = tabs;
    const session = await stored(one);
    const revoked = one.waitForResponse(`${service.url}/revoke`);
    await one.click('#logout');
    await two.waitForSelector('#login', { state: 'visible' });
    expect((await revoked).status()).toBe(200);
    const refreshed = await refreshAt(service.url, '/refresh', session?.refreshToken ?? '');
    expect(refreshed.json['error']).toBe('invalid_grant');
    expect(await stored(two)).toBeNull();
  });

  test('a session that was ended elsewhere ends in the page, too', async () => {
    const [one, two] = tabs;
    await logIn(two, 'secret');
    await one.waitForSelector('#session', { state: 'visible' });
    const session = await stored(one);
    await fetch(`${service.url}/revoke`, {
      method: 'POST',
      body: new URLSearchParams({ token: session?.refreshToken ?? '' }),
    });
    await change(one, { expiresAt: 0 });
    await askWho(one);
    for (const tab of tabs) await tab.waitForSelector('#login', { state: 'visible' });
    expect(await stored(two)).toBeNull();
  });

  test('the policy had nothing to object to', () => {
    expect(complaints.filter((text) => /Content Security Policy|CORS/.test(text))).toEqual([]);
  });
});
