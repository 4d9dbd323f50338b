/** What a service says about a refusal: RFC 9457. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly errors: readonly { pointer: string; message: string }[] = [],
  ) {
    super(detail || title);
    this.name = 'Problem';
  }
}

/** @throws Problem where the answer is none; TypeError where nobody answers */
export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await send(path, { signal }).then((response) => response.json())) as T;
}

/** @throws as `getJson` */
export async function sendJson<T>(
  method: 'POST' | 'PUT',
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<T> {
  return (await sendForResponse(method, path, body, headers).then((response) => response.json())) as T;
}

/** For who needs more of the answer than its body. @throws as `getJson` */
export async function sendForResponse(
  method: 'POST' | 'PUT',
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return send(path, {
    method,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });
}

async function send(path: string, init: RequestInit): Promise<Response> {
  const response = await fetch(path, init);
  if (!response.ok) throw await problemOf(response);
  return response;
}

async function problemOf(response: Response): Promise<Problem> {
  const text = await response.text();
  try {
    const { title, detail, errors } = JSON.parse(text) as Partial<Problem>;
    return new Problem(response.status, title ?? response.statusText, detail ?? '', errors ?? []);
  } catch {
    return new Problem(response.status, response.statusText, text.slice(0, 200));
  }
}
