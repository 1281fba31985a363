import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { documents } from './documents.ts';

const ROOT = join(import.meta.dirname, '../..');

/** About what a character of 11 px takes. */
const CHARACTER_PX = 6.6;

const HEIGHT_PX = 20;

/**
 * @returns the README's badges by their paths: each says what some file of this repository says, and
 *   is drawn here, so that no server elsewhere learns who reads the page
 */
export function badges(): Readonly<Record<string, string>> {
  const { license } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    license: string;
  };
  const node = JSON.parse(readFileSync(join(ROOT, 'infra/node/package.json'), 'utf8')) as {
    optionalDependencies: Record<string, string>;
  };
  const [version = ''] = Object.values(node.optionalDependencies);
  const statements = documents.reduce((sum, document) => sum + document.statements.length, 0);
  return {
    'docs/images/licence.svg': badge('licence', license),
    'docs/images/node.svg': badge('Node.js', version),
    'docs/images/conformance.svg': badge('RFC statements tested', String(statements)),
  };
}

function badge(label: string, value: string): string {
  const [left, right] = [width(label), width(value)];
  const all = left + right;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${all}" height="${HEIGHT_PX}" role="img" aria-label="${label}: ${value}">`,
    `<rect width="${all}" height="${HEIGHT_PX}" rx="3" fill="#444"/>`,
    `<path d="M${left} 0h${right - 3}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3H${left}z" fill="#14532d"/>`,
    `<g fill="#fff" text-anchor="middle" font-family="Verdana,Geneva,sans-serif" font-size="11">`,
    words(label, left / 2),
    words(value, left + right / 2),
    '</g></svg>\n',
  ].join('\n');
}

const words = (text: string, middle: number) =>
  `<text x="${middle}" y="14" textLength="${Math.round(text.length * CHARACTER_PX)}">${text}</text>`;

const width = (text: string): number => Math.round(text.length * CHARACTER_PX) + 12;
