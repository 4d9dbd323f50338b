/** A response that is an error, as problem+json (RFC 9457). */
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

type Method = 'POST' | 'PUT' | 'DELETE';

interface SendOptions {
  headers?: Record<string, string>;
}

/** @throws Problem for a response that is an error; TypeError if there is no response */
export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await checked(fetch(path, { signal })).then((response) => response.json())) as T;
}

/** A change. @throws as `getJson` */
export async function sendJson<T>(
  method: Method,
  path: string,
  body?: unknown,
  options?: SendOptions,
): Promise<T> {
  return (await sendForResponse(method, path, body, options).then((response) => response.json())) as T;
}

/** A change, for callers that need more of the response than its body. @throws as `getJson` */
export async function sendForResponse(
  method: Method,
  path: string,
  body?: unknown,
  { headers }: SendOptions = {},
): Promise<Response> {
  const content = body !== undefined && { 'content-type': 'application/json' };
  return checked(fetch(path, { method, body: JSON.stringify(body), headers: { ...content, ...headers } }));
}

async function checked(pending: Promise<Response>): Promise<Response> {
  const response = await pending;
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

/** The request itself is wrong, or what it asks for does not exist: a retry would fail the same way. */
export function isRefusal(error: unknown): error is Problem {
  return error instanceof Problem && error.status >= 400 && error.status < 500;
}

/** The server knows nobody who sends the request: the session has ended. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof Problem && error.status === 401;
}

/** As `getJson`, with null for a 404. */
export async function findJson<T>(path: string, signal?: AbortSignal): Promise<T | null> {
  return getJson<T>(path, signal).catch((error: unknown) => {
    if (error instanceof Problem && error.status === 404) return null;
    throw error;
  });
}
