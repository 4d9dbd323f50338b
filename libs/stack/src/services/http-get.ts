import { get } from 'node:http';

export interface HttpAnswer {
  readonly status: number;
  /** The parsed JSON body, or the text where it is none. */
  readonly body: unknown;
}

/** A plain GET without keep-alive: `fetch` would bring its connection pool into a process that should stay small. */
export function getJson(url: string, timeout = 5_000): Promise<HttpAnswer> {
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
      request.destroy(new Error(`${url} does not answer within ${timeout / 1000} s`)),
    );
    request.on('error', reject);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
