import { setTimeout as wait } from 'node:timers/promises';
import { StartError } from '../start-error.ts';
import type { TableDefinition } from '../template/table-definitions.ts';
import { isObject } from '../template/template.ts';
import type { DynaliteClient } from './dynalite-client.ts';

/**
 * Creates the tables that aren't there yet.
 *
 * @throws StartError when a table is there with other keys than the template wants
 */
export async function createTables(
  dynalite: DynaliteClient,
  tables: readonly TableDefinition[],
): Promise<void> {
  await Promise.all(tables.map((table) => createTable(dynalite, table)));
}

async function createTable(dynalite: DynaliteClient, table: TableDefinition): Promise<void> {
  const existing = await describe(dynalite, table.name);
  if (existing === null) {
    await dynalite.call('CreateTable', table.createRequest).catch((error: unknown) => {
      throw new StartError(
        `${table.logicalId}: dynalite refuses the table: ${error instanceof Error ? error.message : 'failed'}`,
      );
    });
    while ((await describe(dynalite, table.name))?.['TableStatus'] !== 'ACTIVE') await wait(2);
    return;
  }
  if (JSON.stringify(existing['KeySchema']) !== JSON.stringify(table.createRequest['KeySchema'])) {
    throw new StartError(
      `${table.logicalId}: the data folder has this table with other keys; move the folder away, or choose another with LATCHKEY_DATA`,
    );
  }
}

async function describe(dynalite: DynaliteClient, name: string) {
  try {
    const { Table } = await dynalite.call('DescribeTable', { TableName: name });
    return isObject(Table) ? Table : {};
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return null;
    throw error;
  }
}
