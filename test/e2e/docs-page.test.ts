import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { DEMO } from '../../infra/build/openapi/samples.ts';
import { startService, type RunningService } from './running-service.ts';
import { serveUnderStage, type StagePath } from './stage-path.ts';

const CHROMIUM = '/usr/bin/chromium';

/** Runs where a browser is installed, as in CI; elsewhere the report says that it did not. */
const [suite, note] = existsSync(CHROMIUM)
  ? [describe, '']
  : [describe.skip, ` (NOT RUN: there is no ${CHROMIUM})`];

/** `UPDATE_SCREENSHOT=1` takes the README's picture anew; else it goes to a folder that is not ours. */
const isUpdate = process.env['UPDATE_SCREENSHOT'] === '1';
const folder = isUpdate
  ? join(import.meta.dirname, '../../docs/images')
  : mkdtempSync(join(tmpdir(), 'latchkey-docs-'));
const screenshot = join(folder, 'docs-page.png');

const ME = '#operations-Users-getProfile';

async function logIn(page: Page): Promise<void> {
  await page.click('.btn.authorize');
  await page.fill('#oauth_username', DEMO.username);
  await page.fill('#oauth_password', DEMO.password);
  await page.click('.modal-btn.authorize');
  await page.waitForSelector('.auth-btn-wrapper >> text=Logout');
  await page.click('.btn-done');
}

async function tryOut(page: Page): Promise<{ status: string; body: string }> {
  await page.click(`${ME} .opblock-summary-control`);
  await page.click(`${ME} .try-out__btn`);
  await page.click(`${ME} .execute`);
  const answer = `${ME} .live-responses-table .response`;
  return {
    status: (await page.textContent(`${answer} .response-col_status`)) ?? '',
    body: (await page.textContent(`${answer} .response-col_description .highlight-code`)) ?? '',
  };
}

suite(`the documentation’s page, in a browser${note}`, () => {
  let service: RunningService;
  let stage: StagePath;
  let browser: Browser;

  beforeAll(async () => {
    // The port that a reader of the README has.
    service = await startService(isUpdate ? { port: 3000 } : {});
    stage = await serveUnderStage(service.url, 'v1');
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await stage?.stop();
    await service?.stop();
    if (!isUpdate) rmSync(folder, { recursive: true, force: true });
  });

  /** Opens the page and notes what goes wrong on it: refusals by its policy come as console errors. */
  async function open(base: string): Promise<{ page: Page; wrong: string[] }> {
    const page = await browser.newPage({ viewport: { width: 1100, height: 1000 } });
    const wrong: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) wrong.push(message.text());
    });
    page.on('pageerror', (error) => wrong.push(error.message));
    page.on('requestfailed', (request) => wrong.push(`failed: ${request.url()}`));
    page.on('response', (response) => {
      if (response.status() >= 400) wrong.push(`${response.status()}: ${response.url()}`);
    });
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(base) && !url.startsWith('data:')) wrong.push(`not ours: ${url}`);
    });
    await page.goto(`${base}/docs`);
    await page.waitForSelector(ME);
    return { page, wrong };
  }

  it.each(['at the root', 'behind a stage’s path'])(
    'logs johndoe in and calls /users/me %s',
    async (where) => {
      const base = where === 'at the root' ? service.url : stage.url;
      const { page, wrong } = await open(base);
      await logIn(page);
      const { status, body } = await tryOut(page);
      expect(status).toMatch(/^200/);
      expect(body).toContain('"username": "johndoe"');
      expect(await page.textContent(`${ME} .request-url`)).toContain(`${base}/users/me`);
      expect(wrong).toEqual([]);
      await page.close();
    },
    60_000,
  );

  it('logs in by the Enter key, and keeps the button that does in sight on a telephone', async () => {
    const { page, wrong } = await open(service.url);
    await page.setViewportSize({ width: 390, height: 640 });
    await page.click('.btn.authorize');
    const button = await page.locator('.modal-btn.authorize').boundingBox();
    expect((button?.y ?? 640) + (button?.height ?? 0)).toBeLessThan(640);
    await page.fill('#oauth_username', DEMO.username);
    await page.fill('#oauth_password', DEMO.password);
    await page.press('#oauth_password', 'Enter');
    await page.waitForSelector('.auth-btn-wrapper >> text=Logout');
    expect(wrong).toEqual([]);
    await page.close();
  }, 60_000);

  it('shows every operation of the document, by tag, and no error of its own reading of it', async () => {
    const { page, wrong } = await open(service.url);
    const { tags, paths } = (await (await fetch(`${service.url}/openapi.json`)).json()) as {
      tags: { name: string }[];
      paths: Record<string, object>;
    };
    const operations = Object.values(paths).flatMap((methods) => Object.keys(methods));
    expect(await page.locator('.opblock').count()).toBe(operations.length);
    expect(
      await page.locator('.opblock-tag').evaluateAll((nodes) => nodes.map(({ id }) => id)),
    ).toEqual(tags.map(({ name }) => `operations-tag-${name}`));
    expect(await page.locator('.errors-wrapper').count()).toBe(0);
    expect(wrong).toEqual([]);
    await page.close();
  }, 60_000);

  it('would not run a script that somebody got into the page', async () => {
    const { page, wrong } = await open(service.url);
    await page.evaluate(`
      const script = document.createElement('script');
      script.textContent = 'window.intruder = true';
      document.body.append(script);
    `);
    expect(await page.evaluate('window.intruder')).toBeUndefined();
    expect(wrong).toEqual([expect.stringContaining('Content Security Policy')]);
    await page.close();
  }, 60_000);

  it('is pictured for the README', async () => {
    const { page } = await open(service.url);
    await logIn(page);
    await page
      .locator('.opblock-tag-section', { hasText: 'Discovery' })
      .locator('.opblock-tag')
      .click();
    await tryOut(page);
    const body = page.locator(`${ME} .live-responses-table .highlight-code`).first();
    const box = await body.boundingBox();
    await page.screenshot({
      path: screenshot,
      fullPage: true,
      clip: { x: 0, y: 0, width: 1100, height: Math.ceil((box?.y ?? 0) + (box?.height ?? 0)) + 24 },
    });
    expect(statSync(screenshot).size).toBeLessThan(300 * 1024);
    await page.close();
  }, 60_000);
});
