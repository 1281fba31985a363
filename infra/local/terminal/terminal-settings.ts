import { StartError } from '../start-error.ts';

/** What the environment says about a start. */
export interface TerminalSettings {
  /** 0: any free port. */
  readonly port: number;
  readonly dataDirectory: string;
}

/** @throws StartError naming a variable that makes no sense */
export function readTerminalSettings(
  environment: Readonly<Record<string, string | undefined>>,
): TerminalSettings {
  const port = environment['PORT'] || '3000';
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new StartError(
      `PORT must be a whole number from 0 to 65535, and is ${JSON.stringify(port)}`,
    );
  }
  return { port: Number(port), dataDirectory: environment['LATCHKEY_DATA'] || '.latchkey' };
}
