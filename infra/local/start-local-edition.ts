import { newAdministrator, type AccessKey, type Principal } from './aws/principal.ts';
import { openEndpoints, type EndpointUrls } from './aws/open-endpoints.ts';
import { createAdjustableClock } from './clock.ts';
import { runCustomResources } from './custom-resource/run-custom-resources.ts';
import { openDataFolder } from './data-folder.ts';
import type { GatewayPorts } from './gateway/answer-request.ts';
import { openGateways, type Pages } from './gateway/open-gateways.ts';
import { createFunctionHost, type FunctionHost } from './lambda/function-host.ts';
import type { InvocationResult } from './lambda/invocation.ts';
import { createLambdaService } from './lambda/lambda-service.ts';
import { localVerifiers } from './local-verifiers.ts';
import { createRefusalTeller } from './refusals/refusal-teller.ts';
import { announceEdition } from './running-edition.ts';
import { rotateSecret } from './secrets/rotate-secret.ts';
import { withRotation } from './secrets/rotation-on-command.ts';
import { openSecretFolder } from './secrets/secret-folder.ts';
import { createSecretsManager } from './secrets/secrets-manager-service.ts';
import { StartError } from './start-error.ts';
import { createTables } from './storage/create-tables.ts';
import { createDynaliteClient } from './storage/dynalite-client.ts';
import { createDynamoDbService } from './storage/dynamodb-service.ts';
import { openDynalite } from './storage/open-dynalite.ts';
import { seedDemoUser } from './storage/seed-demo-user.ts';
import { tablePairs } from './table-pairs.ts';
import { createShutdown } from './shutdown.ts';
import { readApis } from './template/api-definitions.ts';
import { readAssembly } from './template/assembly.ts';
import { readStack } from './template/read-stack.ts';
import type { Template } from './template/template.ts';

/** The steps of a start, in their order. */
export type StartStep = 'template' | 'storage' | 'keys' | 'functions';

/** How a local edition is started. */
export interface LocalEditionOptions {
  /** A cloud assembly, as `cdk synth` leaves it. */
  readonly assemblyDirectory: string;
  /** Default: the assembly's only stack. */
  readonly stackName?: string;
  /** Of the API that gives tokens, or else the first; further APIs get the ports after it. 0: any free ports. */
  readonly port: number;
  readonly dataDirectory: string;
  /** Changes the template before it is read, for tests. */
  readonly transformTemplate?: (template: Template) => Template;
  /** Lets `advance` put the functions' clocks forward too. Default: `false`. */
  readonly adjustableClock?: boolean;
  /** Called when a step is done. */
  readonly onProgress?: (step: StartStep, ms: number) => void;
  /** Takes one line about what goes wrong while it runs. */
  readonly onProblem?: (line: string) => void;
  /** Takes one line about each request that was turned away with 401 or 403, and why. */
  readonly onRefused?: (line: string) => void;
}

/** A running local edition. */
export interface LocalEdition {
  /** The first API's address, without a slash at the end; `''` when the stack has no API. */
  readonly url: string;
  /** Every API's address, by logical id. */
  readonly urls: Readonly<Record<string, string>>;
  readonly pages: Pages;
  readonly outputs: Readonly<Record<string, string>>;
  /** What of the template has no effect here, each in a few words. */
  readonly unenforced: readonly string[];
  /** The endpoints, and a key that may do anything with them. */
  readonly aws: EndpointUrls & { readonly administrator: AccessKey };
  readonly logFolder: string;
  /** Whether there is a users table that the demo user was put into. */
  readonly hasDemoUser: boolean;
  /** Calls a function by its logical id. */
  invoke(functionLogicalId: string, event: unknown): Promise<InvocationResult>;
  /** Rotates a secret by its logical id, as its schedule would. @throws Error with the failed step */
  rotate(secretLogicalId: string): Promise<void>;
  /** Puts the clock forward, for the gateway and, with `adjustableClock`, for the functions. */
  advance(ms: number): void;
  /** Ends every process and server; it can be called twice. */
  stop(): Promise<void>;
}

/**
 * Runs a synthesized stack on this machine.
 *
 * @throws StartError with one clear line; whatever was started is stopped then
 */
export async function startLocalEdition(options: LocalEditionOptions): Promise<LocalEdition> {
  const shutdown = createShutdown();
  try {
    return await start(options, shutdown);
  } catch (error) {
    await shutdown.run();
    throw error;
  }
}

async function start(
  options: LocalEditionOptions,
  shutdown: ReturnType<typeof createShutdown>,
): Promise<LocalEdition> {
  const { onProgress = () => {}, onProblem = () => {}, adjustableClock = false } = options;
  const clock = createAdjustableClock();
  let stepStartedAt = performance.now();
  const done = (step: StartStep): void => {
    const now = performance.now();
    onProgress(step, Math.round(now - stepStartedAt));
    stepStartedAt = now;
  };

  const assembly = readAssembly(options.assemblyDirectory, options.stackName);
  const template = options.transformTemplate?.(assembly.template) ?? assembly.template;
  const addresses: Record<string, string> = {};
  const stack = readStack(assembly, template, (api) => addresses[api] ?? 'http://localhost');
  const data = openDataFolder(options.dataDirectory);
  const refusals = createRefusalTeller(stack.functions, clock, options.onRefused);
  const gatewayPorts = { clock, onProblem, onRefused: refusals.refused };
  const gateways = await openGateways(stack.apis, options.port, gatewayPorts, shutdown);
  Object.assign(addresses, gateways.urls);
  done('template');

  const dynaliteProcess = await openDynalite(
    data,
    { PATH: process.env['PATH'] ?? '', NODE_COMPILE_CACHE: `${data.path}/compile-cache` },
    () => onProblem('DynamoDB ended unexpectedly: stop and start again'),
  );
  shutdown.add(() => dynaliteProcess.stop());
  const dynalite = createDynaliteClient(dynaliteProcess);
  shutdown.add(() => dynalite.stop());
  await createTables(dynalite, stack.tables);
  const secretsManager = createSecretsManager(openSecretFolder(data.secrets), stack.secrets, () =>
    clock.now(),
  );
  const administrator = newAdministrator();
  const principals: Principal[] = [administrator];
  const invoke: GatewayPorts['invoke'] = (...call) => host.invoke(...call);
  const endpoints = await openEndpoints(
    {
      dynamoDb: createDynamoDbService(dynalite, stack.tables),
      secretsManager: withRotation(secretsManager, stack.secrets, invoke, onProblem),
      lambda: createLambdaService(stack.functions, invoke),
    },
    {
      findPrincipal: (id) => principals.find(({ key }) => key.accessKeyId === id),
      now: () => clock.now(),
      onRefusal: onProblem,
    },
    shutdown,
  );
  done('storage');

  const host: FunctionHost = createFunctionHost({
    functions: stack.functions,
    roles: stack.roles,
    dataFolder: data.path,
    clock,
    adjustableClock,
    endpoints: () => endpoints,
    onProblem,
    onLine: refusals.heard,
  });
  shutdown.add(() => host.stop());
  principals.push(...host.principals);
  await runCustomResources(stack.template, data.customResources, invoke);
  done('keys');

  const environments = stack.functions.map((definition) => definition.environment());
  const named = new Set(environments.map((environment) => environment['USERS_TABLE_NAME']));
  const usersTables = stack.tables.filter(({ name }) => named.has(name));
  for (const { name } of usersTables) await seedDemoUser(dynalite, name, clock.now());
  await host.warm(stack.functions);
  gateways.open(readApis(stack.template), invoke);
  const rotationFunctionArns = stack.secrets.flatMap(({ rotationFunctionArn: arn }) => arn ?? []);
  shutdown.add(
    announceEdition(data.path, {
      ...endpoints,
      administrator: administrator.key,
      rotationFunctionArns: [...new Set(rotationFunctionArns)],
      tables: tablePairs(environments),
      verifiers: localVerifiers(environments),
    }),
  );
  done('functions');

  return {
    url: Object.values(gateways.urls)[0] ?? '',
    urls: gateways.urls,
    pages: gateways.pages,
    outputs: stack.template.outputs(),
    unenforced: stack.template.unenforced,
    aws: { ...endpoints, administrator: administrator.key },
    logFolder: data.logs,
    hasDemoUser: usersTables.length > 0,
    invoke: (logicalId, event) => host.invoke(logicalId, JSON.stringify(event)),
    async rotate(logicalId) {
      const secret = stack.secrets.find((candidate) => candidate.logicalId === logicalId);
      if (!secret) throw new StartError(`the stack has no secret ${logicalId}`);
      await rotateSecret(secret, secretsManager, invoke);
    },
    advance: (ms) => clock.advance(ms),
    stop: () => shutdown.run(),
  };
}
