import { authorized } from './authorized.ts';
import { consoleToken } from './console-token.ts';

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

export interface SendOptions {
  headers?: Record<string, string>;
  /** Nobody waits for it: where a token is missing it fails rather than asks the reader. */
  inBackground?: boolean;
}

/** @throws Problem where the answer is none; TypeError where nobody answers */
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

/** For who needs more of the answer than its body. @throws as `getJson` */
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

async function checked(answer: Promise<Response>): Promise<Response> {
  const response = await answer;
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

/** The request itself is wrong, or what it asks for is not there: asked again, the answer is the same. */
export function isRefusal(error: unknown): error is Problem {
  return error instanceof Problem && error.status >= 400 && error.status < 500;
}

/** For a `catch`: where the thing asked for is not there, this instead of a problem. */
export function noneFor404<None>(none: None): (error: unknown) => None {
  return (error) => {
    if (error instanceof Problem && error.status === 404) return none;
    throw error;
  };
}
