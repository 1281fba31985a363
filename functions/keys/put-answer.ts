import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { answerUrl } from './answer-url.ts';

const ATTEMPTS = 4;
const TIMEOUT_MS = 3000;

/**
 * Puts a custom resource's answer to the presigned URL that came with the request. Tries again after
 * a failure; the errors don't quote the URL, which is a key of its own.
 *
 * @param url where CloudFormation waits
 * @param body the answer's JSON, at most 4,096 bytes
 * @param pauseMs the first pause between two tries, which doubles
 * @throws Error at once for a URL that is not CloudFormation's, or after the last try
 */
export async function putAnswer(url: string, body: string, pauseMs = 200): Promise<void> {
  const target = answerUrl(url);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await putOnce(target, body);
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMs * 2 ** (attempt - 1)));
    }
  }
}

const putOnce = async (url: URL, body: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const send = url.protocol === 'http:' ? httpRequest : httpsRequest;
    const sending = send(
      url,
      {
        method: 'PUT',
        // The signature covers an empty content type.
        headers: { 'content-type': '', 'content-length': Buffer.byteLength(body) },
        timeout: TIMEOUT_MS,
      },
      (response) => {
        response.resume();
        const { statusCode = 0 } = response;
        if (statusCode >= 200 && statusCode < 300) resolve();
        else reject(new Error(`the answer was refused with status ${statusCode}`));
      },
    );
    sending.on('timeout', () => sending.destroy(new Error('the answer was not taken in time')));
    sending.on('error', reject);
    sending.end(body);
  });
