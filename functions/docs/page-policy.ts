/**
 * What the documentation's page may do (CSP 3 §6): load what this function serves, call the API it
 * stands on, and nothing else. No script and no style is inline; Swagger UI has its icons in its style
 * sheet, as `data:`. `false` leaves out what would keep the page from working: a sandbox, and HTTPS
 * on a laptop.
 */
export const PAGE_POLICY = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data:",
  'connect-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
  'report-to': false,
  'require-trusted-types-for': false,
  sandbox: false,
  'upgrade-insecure-requests': false,
} as const;
