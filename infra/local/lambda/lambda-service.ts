import { errorAnswer, type AwsService } from '../aws/aws-endpoint.ts';
import type { FunctionDefinition } from '../template/function-definitions.ts';
import type { InvocationResult } from './invocation.ts';

const NAME = { contentType: 'application/json', errorPrefix: '' };
const INVOKE = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

/**
 * Lambda's `Invoke` ("Invoke", Lambda API reference), for those who may call a function by hand: an
 * operator's command line. A function's own failure is a 200 with `X-Amz-Function-Error`.
 *
 * @param invoke runs a function of the stack by its ARN
 */
export function createLambdaService(
  functions: readonly Pick<FunctionDefinition, 'arn' | 'name' | 'logicalId'>[],
  invoke: (functionArn: string, payload: string) => Promise<InvocationResult>,
): AwsService {
  const find = (path: string): string | undefined => {
    const name = decodeURIComponent(INVOKE.exec(path)?.[1] ?? '');
    return functions.find((one) => [one.arn, one.name, one.logicalId].includes(name))?.arn;
  };
  return {
    ...NAME,
    name: 'Lambda',
    signingName: 'lambda',
    accessOf: ({ path }) => [
      { action: 'lambda:InvokeFunction', resource: find(path) ?? path, context: {} },
    ],
    async answer({ path, rawBody }) {
      const functionArn = find(path);
      if (functionArn === undefined) {
        return errorAnswer(NAME, 404, 'ResourceNotFoundException', `Function not found: ${path}`);
      }
      const result = await invoke(functionArn, rawBody.toString() || '{}');
      if (result.outcome === 'returned') return { status: 200, body: result.payload };
      const { errorType, errorMessage } = result;
      return {
        status: 200,
        headers: { 'x-amz-function-error': 'Unhandled' },
        body: JSON.stringify({ errorType, errorMessage }),
      };
    },
  };
}
