import {
  openidConfiguration,
  serverMetadata,
} from '../../../functions/core/metadata/server-metadata.ts';

const settings = {
  issuer: 'https://abc.execute-api.eu-west-1.amazonaws.com/prod',
  scopesSupported: ['items:read'],
  passwordGrant: true,
  docs: true,
};

describe('authorization server metadata (RFC 8414 §2)', () => {
  test('names what the service has', () => {
    expect(serverMetadata(settings)).toEqual({
      issuer: settings.issuer,
      token_endpoint: `${settings.issuer}/token`,
      revocation_endpoint: `${settings.issuer}/revoke`,
      introspection_endpoint: `${settings.issuer}/introspect`,
      jwks_uri: `${settings.issuer}/.well-known/jwks.json`,
      service_documentation: `${settings.issuer}/docs`,
      scopes_supported: ['items:read'],
      response_types_supported: [],
      grant_types_supported: ['password', 'refresh_token', 'client_credentials'],
      token_endpoint_auth_methods_supported: ['none', 'client_secret_basic', 'client_secret_post'],
      revocation_endpoint_auth_methods_supported: [
        'none',
        'client_secret_basic',
        'client_secret_post',
      ],
      introspection_endpoint_auth_methods_supported: ['Bearer'],
    });
  });

  test('repeats the issuer byte for byte, and builds URLs without a double slash', () => {
    const { issuer, token_endpoint, jwks_uri } = serverMetadata({
      ...settings,
      issuer: 'https://Auth.example.com/',
    });
    expect(issuer).toBe('https://Auth.example.com/');
    expect(token_endpoint).toBe('https://Auth.example.com/token');
    expect(jwks_uri).toBe('https://Auth.example.com/.well-known/jwks.json');
  });

  test('leaves scopes out when there are none (§3.2)', () => {
    expect(serverMetadata({ ...settings, scopesSupported: [] })).not.toHaveProperty(
      'scopes_supported',
    );
  });

  test('names the documentation only where there is some', () => {
    expect(serverMetadata({ ...settings, docs: false })).not.toHaveProperty(
      'service_documentation',
    );
  });

  test('names the password grant only where it is on', () => {
    const { grant_types_supported: grants } = serverMetadata({ ...settings, passwordGrant: false });
    expect(grants).toEqual(['refresh_token', 'client_credentials']);
  });

  test('claims no endpoint, grant or ID token that is not there', () => {
    const members = Object.keys(openidConfiguration(settings));
    expect(members.filter((member) => member.endsWith('_endpoint')).toSorted()).toEqual([
      'introspection_endpoint',
      'revocation_endpoint',
      'token_endpoint',
    ]);
    expect(members.filter((member) => member.startsWith('id_token'))).toEqual([]);
  });
});

describe('the OpenID configuration', () => {
  test('is the same metadata, and says that subjects are public', () => {
    expect(openidConfiguration(settings)).toEqual({
      ...serverMetadata(settings),
      subject_types_supported: ['public'],
    });
  });
});
