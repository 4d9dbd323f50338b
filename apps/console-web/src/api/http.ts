import { authorized } from './authorized.ts';
import { consoleToken } from './console-token.ts';

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

interface SendOptions {
  headers?: Record<string, string>;
  /** Fails, rather than asks the reader, if a token is missing. */
  inBackground?: boolean;
}

/** @throws Problem for a response that is an error; TypeError if there is no response */
export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await checked(fetch(path, { signal })).then((response) => response.json())) as T;
}

/** A change. @throws as `getJson` */
export async function sendJson<T>(
  method: 'POST' | 'PUT',
  path: string,
  body: unknown,
  options?: SendOptions,
): Promise<T> {
  return (await sendForResponse(method, path, body, options).then((response) => response.json())) as T;
}

/** A change, for callers that need more of the response than its body. @throws as `getJson` */
export async function sendForResponse(
  method: 'POST' | 'PUT',
  path: string,
  body: unknown,
  { headers, inBackground = false }: SendOptions = {},
): Promise<Response> {
  const text = JSON.stringify(body);
  const send = (authorization: Record<string, string>) =>
    fetch(path, {
      method,
      body: text,
      headers: { 'content-type': 'application/json', ...headers, ...authorization },
    });
  return checked(authorized(send, consoleToken, !inBackground));
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

/** As `getJson`, with null for a 404. */
export async function findJson<T>(path: string, signal?: AbortSignal): Promise<T | null> {
  return getJson<T>(path, signal).catch((error: unknown) => {
    if (error instanceof Problem && error.status === 404) return null;
    throw error;
  });
}
