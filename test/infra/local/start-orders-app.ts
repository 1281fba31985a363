import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  startLocalEdition,
  type LocalEdition,
  type LocalEditionOptions,
} from '../../../infra/local/start-local-edition.ts';
import './long-timeout.ts';
import { ordersTemplate, writeAssembly, type FunctionSource } from './orders-app.ts';

type OrdersTemplate = ReturnType<typeof ordersTemplate>;

/** A running orders app, with what it complained of. */
export interface RunningOrders extends LocalEdition {
  readonly problems: readonly string[];
  readonly dataDirectory: string;
}

const running: LocalEdition[] = [];

/** Starts the orders app, as a test has changed it. Call `stopOrdersApps` after each test. */
export async function startOrdersApp(
  change: {
    readonly template?: (template: OrdersTemplate) => void;
    readonly functions?: Readonly<Record<string, FunctionSource>>;
  } & Partial<LocalEditionOptions> = {},
): Promise<RunningOrders> {
  const { template: changeTemplate, functions, ...options } = change;
  const template = ordersTemplate();
  changeTemplate?.(template);
  const problems: string[] = [];
  const dataDirectory = options.dataDirectory ?? temporaryFolder();
  const edition = await startLocalEdition({
    assemblyDirectory: writeAssembly(template, functions),
    port: 0,
    onProblem: (line) => problems.push(line),
    ...options,
    dataDirectory,
  });
  running.push(edition);
  return { ...edition, problems, dataDirectory };
}

/** @returns a new folder */
export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'latchkey-data-'));

/** Stops every app that a test has started. */
export async function stopOrdersApps(): Promise<void> {
  await Promise.all(running.splice(0).map((edition) => edition.stop()));
}
