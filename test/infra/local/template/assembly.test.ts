import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAssembly } from '../../../../infra/local/template/assembly.ts';
import { ordersTemplate, writeAssembly } from '../orders-app.ts';

/** An assembly whose stack says where it is deployed to, and says so in an output. */
function assemblyFor(environment: string, url: string): string {
  const folder = writeAssembly({ ...ordersTemplate(), Outputs: { Url: { Value: url } } });
  const path = join(folder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as {
    artifacts: Record<string, Record<string, unknown>>;
  };
  manifest.artifacts['Orders'] = { ...manifest.artifacts['Orders'], environment };
  writeFileSync(path, JSON.stringify(manifest));
  return folder;
}

const outputFor = (environment: string, url: string): unknown =>
  readAssembly(assemblyFor(environment, url)).template.Outputs?.['Url'];

it('moves a stack that names its account and region to the local ones', () => {
  const url = 'https://api.execute-api.eu-west-1.amazonaws.com/v1?account=123456789012';
  expect(outputFor('aws://123456789012/eu-west-1', url)).toEqual({
    Value: 'https://api.execute-api.us-east-1.amazonaws.com/v1?account=000000000000',
  });
});

it('leaves a stack alone that names neither', () => {
  const url = 'https://api.example.com/eu-west-1';
  expect(outputFor('aws://unknown-account/unknown-region', url)).toEqual({ Value: url });
});
