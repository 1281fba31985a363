import type { ApiDefinition } from '../template/api-definitions.ts';
import { isList, isObject, type Json, scalarText } from '../template/template.ts';
import { isBinaryType } from './binary-types.ts';
import type { GatewayAnswer } from './gateway-error.ts';
import { headerOf, type GatewayRequest } from './gateway-request.ts';

/**
 * Headers of a function's answer that reach the client as `x-amzn-Remapped-…` (API Gateway's
 * "Important notes", the table of headers).
 */
const REMAPPED = new Set([
  'age',
  'authorization',
  'connection',
  'content-length',
  'content-md5',
  'date',
  'expect',
  'host',
  'max-forwards',
  'proxy-authenticate',
  'range',
  'referer',
  'server',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
  'via',
  'warn',
  'www-authenticate',
]);

/**
 * Turns what a function returned into an answer ("Output format of a Lambda function for proxy
 * integration").
 *
 * @param payload the function's result as JSON
 * @returns `null` when it is malformed: the client gets a 502
 */
export function proxyResponse(
  api: ApiDefinition,
  request: GatewayRequest,
  payload: string,
): GatewayAnswer | null {
  const result = parse(payload);
  if (!isObject(result)) return null;
  const { statusCode, headers, multiValueHeaders, body = null, isBase64Encoded } = result;
  const status = typeof statusCode === 'string' ? Number(statusCode) : statusCode;
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 100 || status > 599) {
    return null;
  }
  if (body !== null && typeof body !== 'string') return null;
  const single = singleHeaders(headers ?? {});
  const multiple = multipleHeaders(multiValueHeaders ?? {});
  if (single === null || multiple === null) return null;
  const all = [
    ...single.filter(([name, value]) => !multiple.some((pair) => isSamePair(pair, name, value))),
    ...multiple,
  ];
  const hasType = all.some(([name]) => name.toLowerCase() === 'content-type');
  const text = body ?? '';
  const isBinary = isBase64Encoded === true && isBinaryType(api, headerOf(request, 'accept'));
  return {
    statusCode: status,
    headers: [
      ...(hasType ? [] : [['Content-Type', 'application/json'] as const]),
      ...all.map(
        ([name, value]) =>
          [REMAPPED.has(name.toLowerCase()) ? `x-amzn-Remapped-${name}` : name, value] as const,
      ),
    ],
    body: isBinary ? Buffer.from(text, 'base64') : text,
  };
}

type Pairs = readonly (readonly [name: string, value: string])[];

const isSamePair = (pair: readonly [string, string], name: string, value: string): boolean =>
  pair[0].toLowerCase() === name.toLowerCase() && pair[1] === value;

const scalar = (value: Json): string | null =>
  ['string', 'number', 'boolean'].includes(typeof value) ? scalarText(value) : null;

function singleHeaders(headers: Json): Pairs | null {
  if (!isObject(headers)) return null;
  const pairs = Object.entries(headers).map(([name, value]) => [name, scalar(value)] as const);
  return pairs.every((pair): pair is readonly [string, string] => pair[1] !== null) ? pairs : null;
}

function multipleHeaders(headers: Json): Pairs | null {
  if (!isObject(headers)) return null;
  const pairs = Object.entries(headers).flatMap(([name, values]) =>
    isList(values)
      ? values.map((value) => [name, scalar(value)] as const)
      : [[name, null] as const],
  );
  return pairs.every((pair): pair is readonly [string, string] => pair[1] !== null) ? pairs : null;
}

function parse(payload: string): Json | undefined {
  try {
    return JSON.parse(payload) as Json;
  } catch {
    return undefined;
  }
}
