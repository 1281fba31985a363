const CLOUDFORMATION = /\.amazonaws\.com(?:\.cn)?$/;
const LOOPBACK: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Reads the URL of a custom resource's request, which whoever may invoke the function can choose:
 * the function is to be no means of writing to other hosts.
 *
 * @returns a URL of AWS by HTTPS, which CloudFormation's presigned ones are, or one of this machine
 *   by HTTP, as the local edition sends
 * @throws Error for any other; it doesn't quote the URL, which is a key of its own
 */
export function answerUrl(text: string): URL {
  const url = URL.parse(text);
  const isTaken =
    url?.protocol === 'https:'
      ? CLOUDFORMATION.test(url.hostname)
      : url?.protocol === 'http:' && LOOPBACK.includes(url.hostname);
  if (url === null || !isTaken) {
    throw new Error(
      "the answer's URL is not one of CloudFormation's: HTTPS to a host under amazonaws.com",
    );
  }
  return url;
}
