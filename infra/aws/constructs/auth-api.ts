import { Size, Stack } from 'aws-cdk-lib';
import {
  Cors,
  EndpointType,
  LambdaIntegration,
  type Method,
  RestApi,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigateway';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct, type IDependable } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { addGatewayResponses } from './gateway-responses.ts';

/** Where the API is reached and what its gateway does by itself. */
export interface AuthApiProps {
  readonly issuer: string | undefined;
  readonly domainName: string | undefined;
  readonly certificate: ICertificate | undefined;
  readonly stageName: string;
  readonly docs: boolean;
  readonly realm: string;
  readonly corsAllowedOrigins: readonly string[];
  readonly tokenRateLimit: number;
  readonly tokenBurstLimit: number;
  readonly refreshRateLimit: number;
  readonly refreshBurstLimit: number;
  readonly selfRegistration: boolean;
}

const COMPRESSED_FROM_KIB = 64;

const BROWSER_HEADERS = ['Authorization', 'Content-Type'];

/** The REST API with its stage, throttling, gateway responses and custom domain. */
export class AuthApi extends Construct {
  readonly restApi: RestApi;
  /** Where the API answers, without a trailing slash. */
  readonly url: string;
  /** The `iss` of every token, without a trailing slash. */
  readonly issuerUrl: string;

  constructor(scope: Construct, id: string, props: AuthApiProps) {
    super(scope, id);
    this.restApi = new RestApi(this, 'RestApi', {
      restApiName: `${Stack.of(this).stackName}-${scope.node.id}`,
      description: 'Latchkey: OAuth 2 tokens',
      endpointTypes: [EndpointType.REGIONAL],
      // Only files of the documentation are as large. No answer with a token in it is: what an attacker
      // could guess by its compressed length (BREACH) is never compressed.
      minCompressionSize: Size.kibibytes(COMPRESSED_FROM_KIB),
      // The role would go into AWS::ApiGateway::Account, which is the whole account's.
      cloudWatchRole: false,
      deployOptions: {
        stageName: props.stageName,
        methodOptions: {
          '/token/POST': throttle(props.tokenRateLimit, props.tokenBurstLimit),
          // What hashes passwords as /token does.
          ...Object.fromEntries(
            hashingPaths(props).map((path) => [
              `${path}/POST`,
              throttle(props.tokenRateLimit, props.tokenBurstLimit),
            ]),
          ),
          '/refresh/POST': throttle(props.refreshRateLimit, props.refreshBurstLimit),
          '/revoke/POST': throttle(props.refreshRateLimit, props.refreshBurstLimit),
        },
      },
      ...(props.corsAllowedOrigins.length > 0 && {
        defaultCorsPreflightOptions: {
          allowOrigins: [...props.corsAllowedOrigins],
          allowMethods: Cors.ALL_METHODS,
          allowHeaders: BROWSER_HEADERS,
        },
      }),
    });
    // Outputs are the stack's to choose.
    this.restApi.node.tryRemoveChild('Endpoint');
    // Written from the API's id and the literal stage name: a reference to the stage in a function's
    // environment would be a cycle.
    const { region, urlSuffix } = Stack.of(this);
    const host = `${this.restApi.restApiId}.execute-api.${region}.${urlSuffix}`;
    this.url = props.domainName
      ? `https://${props.domainName}`
      : `https://${host}/${props.stageName}`;
    this.issuerUrl = props.issuer ?? this.url;
    addGatewayResponses(this.restApi, { ...props, issuerUrl: this.issuerUrl });
    if (props.domainName && props.certificate) {
      this.restApi.addDomainName('Domain', {
        domainName: props.domainName,
        certificate: props.certificate,
        endpointType: EndpointType.REGIONAL,
        securityPolicy: SecurityPolicy.TLS_1_2,
      });
    }
    acknowledgeApiRules(this.restApi);
  }

  /**
   * Makes a route that a function answers.
   *
   * @param method `GET`, `POST` …
   * @param path from the API's root, `/users/me`
   */
  addRoute(method: string, path: string, handler: IFunction): Method {
    const integration = new LambdaIntegration(handler, { allowTestInvoke: false });
    return this.restApi.root.resourceForPath(path).addMethod(method, integration);
  }

  /** Lets the stage go live only when something else exists. */
  openAfter(...dependencies: readonly IDependable[]): void {
    this.restApi.deploymentStage.node.addDependency(...dependencies);
  }
}

const hashingPaths = ({ selfRegistration }: AuthApiProps): readonly string[] => [
  '/users/password',
  '/users/me/password',
  '/users/me/erasure',
  ...(selfRegistration ? ['/users'] : []),
];

const throttle = (throttlingRateLimit: number, throttlingBurstLimit: number) => ({
  throttlingRateLimit,
  throttlingBurstLimit,
});

function acknowledgeApiRules(api: RestApi): void {
  acknowledge(api, 'APIG2', 'Functions check requests by schema, and answer in the RFCs’ words.');
  const account = 'Needs AWS::ApiGateway::Account, which is the whole account’s.';
  acknowledge(api.deploymentStage, 'APIG1', `${account} The functions log every request.`);
  acknowledge(api.deploymentStage, 'APIG6', `${account} The functions log every request.`);
  acknowledge(
    api.deploymentStage,
    'APIG3',
    'A web ACL costs money every month: the owner’s choice.',
  );
}
