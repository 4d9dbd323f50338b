import { get } from 'node:http';
import { StackError } from '../errors.js';

export interface HttpResponse {
  readonly status: number;
  /** The parsed JSON body, or the text if it is not JSON. */
  readonly body: unknown;
}

/** A plain GET without keep-alive. `fetch` would add 15 MB to a process that should stay small. */
export function getJson(url: string, timeout = 5_000): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent: false, timeout }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, body: parse(Buffer.concat(chunks).toString('utf8')) });
      });
    });
    request.on('timeout', () =>
      request.destroy(new Error(`${url} does not respond within ${timeout / 1000} s`)),
    );
    request.on('error', reject);
  });
}

/** @throws StackError `NOT_READY` with the response, if it is not a 200 */
export async function requireOk(url: string): Promise<void> {
  const { status, body } = await getJson(url);
  if (status !== 200)
    throw new StackError('NOT_READY', `${url} responds with ${status} ${JSON.stringify(body)}`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
