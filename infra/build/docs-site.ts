import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { buildDocument } from './openapi/build-document.ts';

/** What of Swagger UI the page loads; its licences go with it. */
const SWAGGER_UI = ['swagger-ui-bundle.js', 'swagger-ui.css'];
const LICENCES = ['LICENSE', 'NOTICE', 'swagger-ui-bundle.js.LICENSE.txt'];

/**
 * Makes the files that the docs function serves: the OpenAPI document, the page, and what the page
 * loads, under names that change with their content, so that browsers may keep them for ever.
 *
 * @param root the repository's folder
 * @returns each file by its path in the function's folder
 */
export function docsSite(root: string): ReadonlyMap<string, Uint8Array> {
  const require = createRequire(join(root, 'package.json'));
  const swaggerUi = dirname(require.resolve('swagger-ui-dist/package.json'));
  const own = join(root, 'functions/docs/page');
  const assets = [
    ...SWAGGER_UI.map((name) => [name, withoutSourceMap(join(swaggerUi, name))] as const),
    ...readdirSync(own)
      .filter((name) => name !== 'docs.html')
      .toSorted()
      .map((name) => [name, readFileSync(join(own, name))] as const),
  ];
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  const files = new Map<string, Uint8Array>([
    ['site/openapi.json', documentOf({ version, passwordGrant: true })],
    ['site/openapi-without-passwords.json', documentOf({ version, passwordGrant: false })],
    ...LICENCES.map((name) => [`licences/${name}`, readFileSync(join(swaggerUi, name))] as const),
  ]);
  let page = readFileSync(join(own, 'docs.html'), 'utf8');
  for (const [name, content] of assets) {
    const stamped = stampedName(name, content);
    files.set(`site/assets/${stamped}`, content);
    page = page.replaceAll(`"docs/${name}"`, `"docs/${stamped}"`);
  }
  return files.set('site/docs.html', Buffer.from(page));
}

const documentOf = (options: Parameters<typeof buildDocument>[0]): Uint8Array =>
  Buffer.from(JSON.stringify(buildDocument(options)));

/** @returns `page.0123456789ab.css` */
function stampedName(name: string, content: Uint8Array): string {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
  const extension = extname(name);
  return `${name.slice(0, -extension.length)}.${hash}${extension}`;
}

/** The maps stay at home: a browser's developer tools would ask for them in vain. */
const withoutSourceMap = (path: string): Buffer =>
  Buffer.from(
    readFileSync(path, 'utf8').replace(/\n(?:\/\/|\/\*)# sourceMappingURL=[^\n]*\n?$/, '\n'),
  );
