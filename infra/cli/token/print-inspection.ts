import { roughly } from '../../tokens/short-texts.ts';
import { timeText } from '../keys/describe-time.ts';
import { printable, printableJson } from '../printable.ts';
import type { Inspection } from './inspect-token.ts';
import type { Surroundings } from './token-program.ts';

/** Claims that are seconds since the epoch (RFC 7519 §2). */
const TIMES: readonly string[] = ['iat', 'exp', 'nbf', 'auth_time'];
const NAME_WIDTH = 10;
/** The last second that a `Date` can be of. */
const LAST_SECOND = 8.64e12;

/** Prints the verdict, then header and claims, which for an invalid token are only what it claims. */
export function printInspection(
  inspection: Inspection,
  { json = false }: { readonly json?: boolean },
  { print }: Pick<Surroundings, 'print'>,
): void {
  if (json) {
    const { now: _now, ...shown } = inspection;
    print(printableJson({ ...shown, times: timesOf(inspection) }, 2));
    return;
  }
  const { verdict, explanation, verifier, sessionChecked, header, claims, now } = inspection;
  print(`${verdict === 'valid' ? '✓' : '✗'} ${explanation}`);
  if (verifier !== null) print(`  judged by ${printable(verifier)}`);
  if (verdict === 'valid' && !sessionChecked) {
    print('  whether its session goes on was not looked at: only the service can');
  }
  if (Object.keys({ ...header, ...claims }).length === 0) return;
  print('');
  print(verdict === 'valid' ? 'header' : 'header, as it says itself');
  for (const [name, value] of Object.entries(header)) print(line(name, valueText(value)));
  print(verdict === 'valid' ? 'claims' : 'claims, as it says itself');
  for (const [name, value] of Object.entries(claims)) {
    print(line(name, isTime(name, value) ? timeLine(value, now) : valueText(value)));
  }
}

const line = (name: string, value: string): string =>
  `  ${printable(name).padEnd(NAME_WIDTH)} ${value}`;

const valueText = (value: unknown): string =>
  printable(typeof value === 'string' ? value : JSON.stringify(value));

const isTime = (name: string, value: unknown): value is number =>
  TIMES.includes(name) && typeof value === 'number' && value >= 0 && value <= LAST_SECOND;

function timeLine(seconds: number, now: number): string {
  const away = seconds * 1000 - now;
  const relative = away > 0 ? `in ${roughly(away)}` : `${roughly(-away)} ago`;
  return `${timeText(seconds * 1000)} (${relative})`;
}

const timesOf = ({ claims }: Inspection): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(claims).flatMap(([name, value]) =>
      isTime(name, value) ? [[name, new Date(value * 1000).toISOString()] as const] : [],
    ),
  );
