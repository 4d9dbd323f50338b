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
  return send<T>(path, { signal });
}

/** @throws as `getJson` */
export async function sendJson<T>(
  method: 'POST' | 'PUT',
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<T> {
  return send<T>(path, {
    method,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });
}

async function send<T>(path: string, init: RequestInit): Promise<T> {
  const response = await fetch(path, init);
  if (!response.ok) throw await problemOf(response);
  return (await response.json()) as T;
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
