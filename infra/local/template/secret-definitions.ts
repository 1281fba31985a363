import { randomInt } from 'node:crypto';
import { StartError } from '../start-error.ts';
import type { StackTemplate } from './stack-template.ts';
import { isObject, type JsonObject, scalarText } from './template.ts';

/** A secret as its template declares it. */
export interface SecretDefinition {
  readonly logicalId: string;
  readonly arn: string;
  readonly name: string;
  /** @returns the value that the deploy writes, or `null` when it is created empty */
  firstValue(): string | null;
  /** The function that rotates it, or `null`. */
  readonly rotationFunctionArn: string | null;
}

/** @throws StartError naming a secret or schedule that uses what the local edition hasn't got */
export function readSecrets(stack: StackTemplate): readonly SecretDefinition[] {
  const rotations = new Map<string, string>();
  for (const schedule of stack.ofType('AWS::SecretsManager::RotationSchedule')) {
    const { SecretId, RotationLambdaARN, HostedRotationLambda } = schedule.properties();
    if (HostedRotationLambda !== undefined) {
      throw new StartError(`${schedule.where}: the local edition has no hosted rotation`);
    }
    rotations.set(scalarText(SecretId), scalarText(RotationLambdaARN));
  }
  return stack.ofType('AWS::SecretsManager::Secret').map((resource) => {
    const properties = resource.properties();
    const arn = resource.physicalId;
    return {
      logicalId: resource.logicalId,
      arn,
      name: arn.slice(arn.indexOf(':secret:') + ':secret:'.length, -'-123456'.length),
      firstValue: () => firstValueOf(properties),
      rotationFunctionArn: rotations.get(arn) ?? null,
    };
  });
}

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const ALPHABET = `${LOWER}${LOWER.toUpperCase()}0123456789`;

/** `SecretString` as it stands, or what `GenerateSecretString` asks for, of letters and digits. */
function firstValueOf(properties: JsonObject): string | null {
  if (typeof properties['SecretString'] === 'string') return properties['SecretString'];
  const generate = properties['GenerateSecretString'];
  if (!isObject(generate)) return null;
  const length = Number(generate['PasswordLength'] ?? 32);
  const password = Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  const key = generate['GenerateStringKey'];
  if (typeof key !== 'string') return password;
  const template: unknown = JSON.parse(scalarText(generate['SecretStringTemplate'] ?? '{}'));
  return JSON.stringify({ ...(template as object), [key]: password });
}
