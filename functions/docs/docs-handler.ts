import { createEndpoint, type EndpointSurroundings } from '../http/endpoint.ts';
import type { GatewayHandler } from '../http/gateway-event.ts';
import { ProblemError, problemAnswer } from '../http/problem-responses.ts';
import type { DocumentSettings } from './describe-service.ts';
import { createSite, type SiteFiles } from './site.ts';
import { PAGE_POLICY } from './page-policy.ts';

const NO_SUCH_FILE =
  'There is no such file. The documentation is the page /docs itself, beside /openapi.json: load it again.';

/** `GET /openapi.json` and `GET /docs`, with what that page loads. */
export function createDocsHandler(
  service: EndpointSurroundings & {
    readonly settings: DocumentSettings & { readonly passwordGrant: boolean };
    readonly site: SiteFiles;
  },
): GatewayHandler {
  const site = createSite(service.site, service.settings);
  return createEndpoint(service, {
    errorAnswer: problemAnswer,
    contentSecurityPolicy: PAGE_POLICY,
    handle(event) {
      const answer = site.answer(event);
      if (answer !== null) return Promise.resolve(answer);
      throw new ProblemError(404, 'Not Found', NO_SUCH_FILE);
    },
  });
}
