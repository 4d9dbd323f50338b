import { CliError } from '../cli-error.ts';
import { readState, urlOf } from '../state.ts';

/** What the commands ask of the console's HTTP. */
export interface ConsoleLink {
  /**
   * @throws CliError `NOT_FOUND`, `CONSOLE_AWAY`, or what else the console refuses with
   */
  get<Answer>(path: string, query?: Query): Promise<Answer>;
  /**
   * The bytes of an event stream, as they come.
   *
   * @throws CliError `CONSOLE_AWAY`, here or, where the stream is cut off, from the iteration
   */
  stream(path: string, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>>;
  /** @throws CliError `NOT_RUNNING`: waiting for the console has become pointless */
  assertRunning(): Promise<void>;
}

export type Query = Readonly<Record<string, string | number | undefined>>;

/** Finds the console of the stack on this data folder. */
export async function openConsole(dataDir: string, signal: AbortSignal): Promise<ConsoleLink> {
  return consoleLink(urlOf(await readState(dataDir), 'console'), {
    signal,
    assertRunning: async () => void (await readState(dataDir)),
  });
}

export function consoleLink(
  url: string,
  options: { signal: AbortSignal; assertRunning: () => Promise<void>; fetch?: typeof fetch },
): ConsoleLink {
  const { assertRunning, fetch: ask = fetch } = options;
  const request = async (path: string, accept: string, signal: AbortSignal): Promise<Response> => {
    const response = await ask(`${url}${path}`, { headers: { accept }, signal }).catch((cause: unknown) => {
      if (signal.aborted) throw cause;
      throw away(url, cause);
    });
    if (!response.ok) throw await refusalOf(response);
    return response;
  };
  return {
    assertRunning,
    async get<Answer>(path: string, query: Query = {}) {
      const response = await request(path + queryString(query), 'application/json', options.signal);
      // Its own address for pages answers what it does not know: an older console.
      if (!response.headers.get('content-type')?.includes('json')) throw notAnApi(path);
      return (await response.json()) as Answer;
    },
    async stream(path, signal) {
      const { body } = await request(path, 'text/event-stream', signal);
      if (body === null) throw notAnApi(path);
      return untilCut(body, url, signal);
    },
  };
}

async function* untilCut(body: AsyncIterable<Uint8Array>, url: string, signal: AbortSignal) {
  try {
    yield* body;
  } catch (cause) {
    if (signal.aborted) throw cause;
    throw away(url, cause);
  }
}

function queryString(query: Query): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const text = new URLSearchParams(
    given.map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
  return text === '' ? '' : `?${text}`;
}

function away(url: string, cause: unknown): CliError {
  return new CliError(`the console does not answer at ${url}`, {
    code: 'CONSOLE_AWAY',
    fix: 'npm run waybill -- status says how it is; its log is logs/console.log in the data folder',
    cause,
  });
}

function notAnApi(path: string): CliError {
  return new CliError(`the running console knows no ${path}`, {
    code: 'CONSOLE_TOO_OLD',
    fix: 'npm run waybill -- stop, then npm start, runs the one that belongs to this command',
  });
}

async function refusalOf(response: Response): Promise<CliError> {
  const text = await response.text();
  const code = response.status === 404 ? 'NOT_FOUND' : response.status >= 500 ? 'CONSOLE_FAILED' : 'REFUSED';
  try {
    const { title, detail } = JSON.parse(text) as { title?: string; detail?: string };
    return new CliError(`the console answers ${response.status}: ${detail || title || text}`, { code });
  } catch {
    return new CliError(`the console answers ${response.status}: ${text.slice(0, 200)}`, { code });
  }
}
