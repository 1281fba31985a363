/** Whether the service documents itself. */
export interface DocsProps {
  /**
   * Serves the OpenAPI document at `/openapi.json` and its page, Swagger UI, at `/docs`: to anybody, as
   * the service's other metadata. `false` makes neither the routes nor their function.
   *
   * @default true
   */
  readonly docs?: boolean;
}
