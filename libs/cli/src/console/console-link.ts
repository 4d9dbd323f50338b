import { EventSourceParserStream, type EventSourceMessage } from 'eventsource-parser/stream';
import { CliError } from '../cli-error.js';
import { readState, urlOf } from '../state.js';

/** The console's HTTP API. */
export interface ConsoleLink {
  /** @throws CliError `NOT_FOUND`, `CONSOLE_AWAY`, or the console's own error */
  get<Body>(path: string, query?: Query): Promise<Body>;
  /** A change, with a JSON body. @throws as `get` */
  post<Body>(path: string, body: object): Promise<Body>;
  /** Server-sent events. @throws CliError `CONSOLE_AWAY`, here or, if the stream is cut off, from the iteration */
  events(path: string, signal: AbortSignal): AsyncIterable<EventSourceMessage>;
  /** @throws CliError `NOT_RUNNING`: waiting for the console has become pointless */
  assertRunning(): Promise<void>;
}

export type Query = Readonly<Record<string, string | number | undefined>>;

/** Finds the console of the platform on this data folder. Shows `CONSOLE_TOKEN`, or `CONSOLE_LOOK_TOKEN`, if one is set. */
export type OpenConsole = (dataDir: string, signal: AbortSignal) => Promise<ConsoleLink>;

export const openConsole: OpenConsole = async (dataDir, signal) =>
  consoleLink(
    urlOf(await readState(dataDir), 'console'),
    signal,
    async () => void (await readState(dataDir)),
    process.env['CONSOLE_TOKEN'] || process.env['CONSOLE_LOOK_TOKEN'] || undefined,
  );

export function consoleLink(
  url: string,
  signal: AbortSignal,
  assertRunning: () => Promise<void>,
  token?: string,
): ConsoleLink {
  const request = async (path: string, query: Query, accept: string, signal: AbortSignal, body?: object) => {
    const address = new URL(path, url);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) address.searchParams.set(name, String(value));
    }
    const change = body && { method: 'POST', body: JSON.stringify(body) };
    const headers = {
      accept,
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body && { 'content-type': 'application/json' }),
    };
    const response = await fetch(address, { ...change, headers, signal }).catch((cause: unknown) => {
      throw signal.aborted ? cause : isDown(url, cause);
    });
    if (!response.ok) throw await errorOf(response);
    // An address that the API does not have gets the HTML page.
    if (!response.headers.get('content-type')?.includes(accept)) throw tooOld(path);
    return response;
  };
  return {
    assertRunning,
    async get<Body>(path: string, query: Query = {}) {
      return (await (await request(path, query, 'application/json', signal)).json()) as Body;
    },
    async post<Body>(path: string, body: object) {
      return (await (await request(path, {}, 'application/json', signal, body)).json()) as Body;
    },
    async *events(path, signal) {
      const { body } = await request(path, {}, 'text/event-stream', signal);
      try {
        yield* body!.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
      } catch (cause) {
        throw signal.aborted ? cause : isDown(url, cause);
      }
    },
  };
}

function isDown(url: string, cause: unknown): CliError {
  return new CliError(`the console does not respond at ${url}`, {
    code: 'CONSOLE_AWAY',
    fix: 'npm run waybill -- status shows its state; its log is logs/console.log in the data folder',
    cause,
  });
}

function tooOld(path: string): CliError {
  return new CliError(`the running console does not have ${path}`, {
    code: 'CONSOLE_TOO_OLD',
    fix: 'npm run waybill -- stop, then npm start, runs the one that belongs to this command',
  });
}

async function errorOf(response: Response): Promise<CliError> {
  const { status } = response;
  const code = status === 404 ? 'NOT_FOUND' : status >= 500 ? 'CONSOLE_FAILED' : 'REFUSED';
  const text = await response.text();
  const problem = parseProblem(text);
  const reason = problem.detail || problem.title || text.slice(0, 200);
  return new CliError(`the console responds with ${status}: ${reason}`, { code });
}

function parseProblem(text: string): { title?: string; detail?: string } {
  try {
    return JSON.parse(text) as object;
  } catch {
    return {};
  }
}
