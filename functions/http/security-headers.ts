/**
 * Settings of `@middy/http-security-headers` for answers that are data and never a page: nothing may
 * frame, sniff or run them (OWASP REST Security Cheat Sheet). Most of what governs pages is off.
 */
const SECURITY_HEADERS = {
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

/** What a page may load and do, by directive (CSP 3 §6); `false` leaves out one of middy's own. */
export type ContentSecurityPolicy = Readonly<Record<string, string | false>>;

/** @returns the settings, for a page with a policy of its own where there is one */
export const securityHeaders = (policy?: ContentSecurityPolicy) => ({
  ...SECURITY_HEADERS,
  // The middleware's types know no way to leave a directive out; it takes whatever is falsy for one.
  ...(policy && { contentSecurityPolicy: policy as Readonly<Record<string, string>> }),
});
