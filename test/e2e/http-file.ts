import { send, type Answer } from './oauth-requests.ts';

/** One request of an `.http` file. */
export interface HttpFileRequest {
  readonly title: string;
  readonly name: string | null;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Reads the requests of a file of VS Code's REST Client: as much of its format as the example uses. */
export function readHttpFile(text: string, variables: Readonly<Record<string, string>>) {
  const requests = text.split(/^###/m).slice(1);
  const fill = (part: string): string =>
    part.replaceAll(/\{\{(\w+)\}\}/g, (_all, name: string) => variables[name] ?? '');
  return requests.map((part): HttpFileRequest => {
    const [title = '', ...lines] = fill(part).split('\n');
    const name = lines.flatMap((line) => /^# @name (\w+)$/.exec(line)?.[1] ?? [])[0] ?? null;
    const [head = '', ...body] = lines
      .filter((line) => !line.startsWith('#'))
      .join('\n')
      .trim()
      .split('\n\n');
    const [first = '', ...headers] = head.split('\n');
    const [method = '', url = ''] = first.split(' ');
    return {
      title: title.trim(),
      name,
      method,
      url,
      headers: Object.fromEntries(headers.map((line) => line.split(/: (.*)/s, 2))) as Record<
        string,
        string
      >,
      // REST Client joins the lines of a form.
      body: body.join('\n\n').replaceAll('\n&', '&'),
    };
  });
}

/** Sends them in their order; later ones may name members of earlier answers. */
export async function sendAll(requests: readonly HttpFileRequest[]): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  const named = new Map<string, Answer>();
  const fill = (text: string): string =>
    text.replaceAll(/\{\{(\w+)\.response\.body\.\$\.(\w+)\}\}/g, (_all, name, member) =>
      String(named.get(name as string)?.json[member as string]),
    );
  for (const { method, url, headers, body, name } of requests) {
    const filled = Object.entries(headers).map(([key, value]) => [key, fill(value)] as const);
    const answer = await send(url, {
      method,
      headers: Object.fromEntries(filled),
      ...(body === '' ? {} : { body: fill(body) }),
    });
    answers.push(answer);
    if (name !== null) named.set(name, answer);
  }
  return answers;
}
