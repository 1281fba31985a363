import { StartError } from '../start-error.ts';
import { readAuthorizers, type AuthorizerDefinition } from './authorizer-definitions.ts';
import { readIntegration, type Integration } from './integration-definitions.ts';
import type { StackResource, StackTemplate } from './stack-template.ts';
import { isObject, listOf, textOf, type Json, scalarText } from './template.ts';

/** One method of an API. */
export interface MethodDefinition {
  readonly logicalId: string;
  readonly resourceId: string;
  /** `/users/{id}` */
  readonly resourcePath: string;
  /** `GET`, or `ANY`. */
  readonly httpMethod: string;
  readonly integration: Integration;
  readonly authorizer: AuthorizerDefinition | null;
}

/** What a GatewayResponse changes of one of the gateway's own answers. */
export interface GatewayResponseDefinition {
  readonly statusCode: number | undefined;
  /** Mapping expressions by header. */
  readonly headers: Readonly<Record<string, string>>;
  /** Templates by content type. */
  readonly templates: Readonly<Record<string, string>>;
}

/** A REST API as its template declares it. */
export interface ApiDefinition {
  readonly logicalId: string;
  readonly apiId: string;
  readonly stageName: string;
  readonly stageVariables: Readonly<Record<string, string>>;
  readonly deploymentId: string;
  readonly binaryMediaTypes: readonly string[];
  /** In bytes; `null`: nothing is compressed. */
  readonly minimumCompressionSize: number | null;
  readonly methods: readonly MethodDefinition[];
  readonly gatewayResponses: Readonly<Record<string, GatewayResponseDefinition>>;
}

/** @throws StartError naming what the local gateway can't play */
export const readApis = (stack: StackTemplate): readonly ApiDefinition[] =>
  stack.ofType('AWS::ApiGateway::RestApi').map((resource) => readApi(stack, resource));

function readApi(stack: StackTemplate, resource: StackResource): ApiDefinition {
  const properties = resource.properties();
  if (properties['Body'] !== undefined || properties['BodyS3Location'] !== undefined) {
    throw new StartError(`${resource.where}: the local edition doesn't read OpenAPI bodies`);
  }
  const apiId = resource.physicalId;
  const ofThisApi = (...types: string[]): readonly StackResource[] =>
    stack.ofType(...types).filter((part) => part.properties()['RestApiId'] === apiId);
  const stage = ofThisApi('AWS::ApiGateway::Stage')[0];
  const deployment = ofThisApi('AWS::ApiGateway::Deployment')[0];
  const stageName = stage?.physicalId ?? deployment?.properties()['StageName'];
  if (typeof stageName !== 'string') throw new StartError(`${resource.where}: it has no stage`);
  const paths = resourcePaths(
    ofThisApi('AWS::ApiGateway::Resource'),
    stack.attribute(resource.logicalId, 'RootResourceId'),
  );
  const authorizers = readAuthorizers(ofThisApi('AWS::ApiGateway::Authorizer'));
  return {
    logicalId: resource.logicalId,
    apiId,
    stageName,
    stageVariables: texts(stage?.properties()['Variables']),
    deploymentId: deployment?.physicalId ?? '',
    binaryMediaTypes: listOf(properties['BinaryMediaTypes']).map(String),
    minimumCompressionSize: numberOrNull(properties['MinimumCompressionSize']),
    methods: ofThisApi('AWS::ApiGateway::Method').map((method) =>
      readMethod(method, paths, authorizers),
    ),
    gatewayResponses: Object.fromEntries(
      ofThisApi('AWS::ApiGateway::GatewayResponse').map((response) => {
        const { ResponseType, StatusCode, ResponseParameters, ResponseTemplates } =
          response.properties();
        const headers = Object.entries(texts(ResponseParameters)).map(([name, expression]) => [
          name.replace(/^gatewayresponse\.header\./, ''),
          expression,
        ]);
        return [
          scalarText(ResponseType),
          {
            statusCode: StatusCode === undefined ? undefined : Number(StatusCode),
            headers: Object.fromEntries(headers) as Record<string, string>,
            templates: texts(ResponseTemplates),
          },
        ];
      }),
    ),
  };
}

function readMethod(
  method: StackResource,
  paths: ReadonlyMap<string, string>,
  authorizers: ReadonlyMap<string, AuthorizerDefinition>,
): MethodDefinition {
  const fail = (problem: string): never => {
    throw new StartError(`${method.where}: ${problem}`);
  };
  const properties = method.properties();
  const { ResourceId, HttpMethod, AuthorizationType, AuthorizerId, ApiKeyRequired } = properties;
  const resourceId = textOf(ResourceId, `${method.where}: ResourceId`);
  if (ApiKeyRequired === true) return fail('the local edition has no API keys');
  if (
    AuthorizationType !== undefined &&
    !['NONE', 'CUSTOM'].includes(scalarText(AuthorizationType))
  ) {
    return fail(
      `the local edition doesn't know the authorization type ${scalarText(AuthorizationType)}`,
    );
  }
  if (listOf(properties['AuthorizationScopes']).length > 0) {
    return fail('authorization scopes are for Cognito authorizers');
  }
  return {
    logicalId: method.logicalId,
    resourceId,
    resourcePath: paths.get(resourceId) ?? fail('its resource is not in the template'),
    httpMethod: textOf(HttpMethod, `${method.where}: HttpMethod`).toUpperCase(),
    integration: readIntegration(properties['Integration'], method.where),
    authorizer:
      AuthorizationType === 'CUSTOM'
        ? (authorizers.get(scalarText(AuthorizerId)) ??
          fail('its authorizer is not in the template'))
        : null,
  };
}

/** @returns the whole path of each resource, by its id */
function resourcePaths(
  resources: readonly StackResource[],
  rootId: string,
): ReadonlyMap<string, string> {
  const parts = new Map(
    resources.map((resource) => {
      const { ParentId, PathPart } = resource.properties();
      return [resource.physicalId, { parent: scalarText(ParentId), part: scalarText(PathPart) }];
    }),
  );
  const pathOf = (id: string): string => {
    const own = parts.get(id);
    return own === undefined || id === rootId ? '' : `${pathOf(own.parent)}/${own.part}`;
  };
  return new Map([[rootId, '/'], ...[...parts.keys()].map((id) => [id, pathOf(id)] as const)]);
}

const numberOrNull = (value: Json | undefined): number | null =>
  value === undefined ? null : Number(value);

const texts = (value: Json | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(isObject(value) ? value : {}).map(([name, text]) => [name, scalarText(text)]),
  );
