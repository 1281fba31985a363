import { endpointOf } from '../../../functions/adapters/signed-requests/aws-endpoint.ts';

describe('endpointOf', () => {
  it.each([
    ['secretsmanager', 'eu-central-1', 'https://secretsmanager.eu-central-1.amazonaws.com/'],
    ['dynamodb', 'us-gov-west-1', 'https://dynamodb.us-gov-west-1.amazonaws.com/'],
    ['dynamodb', 'cn-north-1', 'https://dynamodb.cn-north-1.amazonaws.com.cn/'],
  ] as const)('is the own one of %s in %s', (service, region, url) => {
    expect(endpointOf(service, { AWS_REGION: region }).href).toBe(url);
  });

  it("honours each service's variable alone", () => {
    const environment = { AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL_DYNAMODB: 'http://[::1]:8000' };
    expect(endpointOf('dynamodb', environment).href).toBe('http://[::1]:8000/');
    expect(endpointOf('secretsmanager', environment).protocol).toBe('https:');
  });

  it.each(['localhost:8000', 'ftp://localhost', 'x'])('refuses %s', (value) => {
    expect(() => endpointOf('dynamodb', { AWS_ENDPOINT_URL_DYNAMODB: value })).toThrow(
      'AWS_ENDPOINT_URL_DYNAMODB is not an http or https URL',
    );
  });
});
