/**
 * Settings of `@middy/http-security-headers` for answers that are data and never a page: nothing may
 * frame, sniff or run them (OWASP REST Security Cheat Sheet). Most of what governs pages is off.
 */
export const SECURITY_HEADERS = {
  contentSecurityPolicy: {
    'default-src': "'none'",
    'report-to': '',
    'require-trusted-types-for': '',
  },
  contentTypeOptions: { action: 'nosniff' },
  strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: false, preload: false },
  referrerPolicy: { policy: 'no-referrer' },
  crossOriginResourcePolicy: { policy: 'same-origin' },
  frameOptions: { action: 'deny' },
  crossOriginEmbedderPolicy: false,
  crossOriginOpenerPolicy: false,
  dnsPrefetchControl: false,
  downloadOptions: false,
  originAgentCluster: false,
  permissionsPolicy: false,
  permittedCrossDomainPolicies: false,
  reportTo: false,
  reportingEndpoints: false,
  xssProtection: false,
} as const;
