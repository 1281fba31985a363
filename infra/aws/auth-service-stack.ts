import { CfnOutput, type CfnResource, Stack, type StackProps } from 'aws-cdk-lib';
import { LambdaIntegration } from 'aws-cdk-lib/aws-apigateway';
import type { Construct, IConstruct } from 'constructs';
import { TokenService } from './constructs/token-service.ts';
import type { TokenServiceProps } from './constructs/token-service-props.ts';

/** What `cdk deploy` deploys: a token service, a route behind a scope, and names that don't change. */
export class AuthServiceStack extends Stack {
  readonly service: TokenService;

  constructor(scope: Construct, id: string, props: StackProps & TokenServiceProps = {}) {
    super(scope, id, { description: 'Latchkey: OAuth 2 token service', ...props });
    const { scopesSupported = [] } = props;
    const service = new TokenService(this, 'Tokens', {
      ...props,
      // A list of theirs is complete, and knows nothing of the demo's route below.
      ...(scopesSupported.length > 0 && {
        scopesSupported: [...new Set([...scopesSupported, 'items:read'])],
      }),
    });
    this.service = service;

    const items = service.api.root.resourceForPath('/users/me/items');
    const handler = new LambdaIntegration(service.usersFunction, { allowTestInvoke: false });
    service.protect(items.addMethod('GET', handler), { scopes: ['items:read'] });

    fixLogicalIds({
      LoginFunction: service.loginFunction,
      RefreshFunction: service.refreshFunction,
      AuthorizerFunction: service.authorizerFunction,
      UsersFunction: service.usersFunction,
      MetadataFunction: service.metadataFunction,
      RevokeFunction: service.revokeFunction,
      IntrospectFunction: service.introspectFunction,
      SessionsFunction: service.sessionsFunction,
      AccountFunction: service.accountFunction,
      ...(service.adminFunction && { AdminFunction: service.adminFunction }),
      ...(service.docsFunction && { DocsFunction: service.docsFunction }),
      KeysFunction: service.keys.keysFunction,
      SigningKeysSecret: service.keys.signingKeysSecret,
      RefreshTokenKeysSecret: service.keys.refreshTokenKeysSecret,
      KeySetSecret: service.keys.keySetSecret,
      ...(props.usersTable ? {} : { UsersTable: service.usersTable }),
      ...(props.refreshTokensTable ? {} : { RefreshTokensTable: service.refreshTokensTable }),
    });
    this.output({
      ApiUrl: service.url,
      IssuerUrl: service.issuerUrl,
      TokenUrl: `${service.url}/token`,
      RefreshUrl: `${service.url}/refresh`,
      RevocationUrl: `${service.url}/revoke`,
      IntrospectionUrl: `${service.url}/introspect`,
      JwksUrl: `${service.url}/.well-known/jwks.json`,
      ...(service.docsFunction && { DocsUrl: `${service.url}/docs` }),
      UsersTableName: service.usersTable.tableName,
      RefreshTokensTableName: service.refreshTokensTable.tableName,
      SigningKeysSecretArn: service.keys.signingKeysSecret.ref,
      RefreshTokenKeysSecretArn: service.keys.refreshTokenKeysSecret.ref,
      KeySetSecretArn: service.keys.keySetSecret.ref,
      KeysFunctionName: service.keys.keysFunction.functionName,
      WorstCaseSecondsAfterLogout: String(service.worstCaseSeconds.afterLogout),
      WorstCaseSecondsAfterDisabling: String(service.worstCaseSeconds.afterDisabling),
      WorstCaseSecondsAfterExpiry: String(service.worstCaseSeconds.afterExpiry),
      WorstCaseSecondsAfterKeyRetirement: String(service.worstCaseSeconds.afterKeyRetirement),
    });
  }

  private output(values: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(values)) {
      new CfnOutput(this, name, { value }).overrideLogicalId(name);
    }
  }
}

function fixLogicalIds(constructs: Readonly<Record<string, IConstruct>>): void {
  for (const [logicalId, construct] of Object.entries(constructs)) {
    const resource = construct.node.defaultChild ?? construct;
    (resource as CfnResource).overrideLogicalId(logicalId);
  }
}
