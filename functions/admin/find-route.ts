import { ProblemError, problemAnswer } from '../http/problem-responses.ts';
import { ADMIN_ROUTES, type AdminRoute } from './admin-routes.ts';
import type { AdminTarget } from './admin-target.ts';

/**
 * @returns what answers the request, if only to say which methods the path has (RFC 9110 §15.5.6)
 * @throws ProblemError 404 for a path that is no route
 */
export function findRoute({ path }: AdminTarget, method: string): AdminRoute {
  const methods = Object.hasOwn(ADMIN_ROUTES, path) ? ADMIN_ROUTES[path] : undefined;
  if (methods === undefined) throw new ProblemError(404, 'Not Found', 'There is no such route.');
  const route = Object.hasOwn(methods, method) ? methods[method] : undefined;
  return route ?? onlyAllowing(Object.keys(methods));
}

const onlyAllowing =
  (methods: readonly string[]): AdminRoute =>
  () => {
    const problem = new ProblemError(405, 'Method Not Allowed', 'The path has other methods.');
    const answer = problemAnswer(problem);
    return Promise.resolve({
      ...answer,
      headers: { ...answer.headers, Allow: methods.join(', ') },
    });
  };
