import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { reasonOf, StackError } from '../errors.js';
import { ACTIONS, type ProcessControl } from './process-control.js';
import { readServing } from './read-serving.js';

/** The supervisor's HTTP. */
export interface ControlServer {
  readonly url: string;
  /** Of this run alone; callers send it as bearer token. */
  readonly token: string;
  close(): Promise<void>;
}

/** By the error's code; 500 for any other. */
const STATUS: Readonly<Record<string, number>> = {
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  NO_SUCH_PROCESS: 404,
  NO_SUCH_PATH: 404,
  WRONG_METHOD: 405,
  ALREADY_SERVED: 409,
  NOT_A_SERVICE: 409,
  NOT_STOPPABLE: 409,
  NOT_UP: 409,
  NOT_RUNNING: 409,
  STOPPING: 409,
  PROCESS_DIED: 409,
  REFUSED_TO_START: 409,
  TIMED_OUT: 409,
};

/**
 * `GET /processes`, `POST /processes/<name>/stop|start|kill|restart` and `POST /processes/<name>/serve`, on loopback, for
 * callers that have the token. Responses are process views, errors `application/problem+json`.
 *
 * A service is served for as long as the response to `serve` is open: whoever serves it may be killed at any moment.
 */
export async function startControlServer(
  control: ProcessControl,
  say: (line: string) => void,
): Promise<ControlServer> {
  const token = randomBytes(32).toString('base64url');
  const server = createServer((request, response) => {
    void handle(request, response, { token, control, say }).catch((error: unknown) =>
      sendProblem(response, error),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen({ host: '127.0.0.1', port: 0 }, resolve);
  });
  server.unref();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Context {
  readonly token: string;
  readonly control: ProcessControl;
  readonly say: (line: string) => void;
}

async function handle(request: IncomingMessage, response: ServerResponse, context: Context): Promise<void> {
  const { token, control } = context;
  if (!isBearer(request.headers.authorization, token)) {
    throw new StackError('UNAUTHORIZED', 'the bearer token of this run is needed');
  }
  const [path = ''] = (request.url ?? '').split('?');
  if (path === '/processes') {
    requireMethod(request, 'GET');
    return send(response, 200, control.list());
  }
  const [, name, wanted] = /^\/processes\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
  const action = ACTIONS.find((each) => each === wanted);
  if (name === undefined || (action === undefined && wanted !== 'serve')) {
    throw new StackError(
      'NO_SUCH_PATH',
      `there are /processes and /processes/<name>/${ACTIONS.join('|')}|serve`,
    );
  }
  requireMethod(request, 'POST');
  if (action === undefined) return serve(name, request, response, context);
  send(response, 200, await control.act(name, action));
}

async function serve(
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
  { control, say }: Context,
): Promise<void> {
  const serving = await readServing(request);
  const end = control.serve(name, serving);
  say(`${name} is served from another terminal; its debugger is on 127.0.0.1:${serving.inspectorPort}`);
  response.once('close', () => {
    say(`${name} is not served any more and restarts as before`);
    end().catch((error: unknown) => say(`${name}: ${reasonOf(error)}`));
  });
  response.writeHead(200, { 'content-type': 'text/plain', 'cache-control': 'no-store' }).flushHeaders();
}

/** Compares digests, which are of one length, in a time that tells nothing about them. */
function isBearer(header: string | undefined, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(header ?? ''), digest(`Bearer ${token}`));
}

function requireMethod(request: IncomingMessage, method: string): void {
  if (request.method !== method) throw new StackError('WRONG_METHOD', `this path takes ${method}`);
}

function sendProblem(response: ServerResponse, error: unknown): void {
  const status = (error instanceof StackError ? STATUS[error.code] : undefined) ?? 500;
  const problem = { type: 'about:blank', title: STATUS_CODES[status], status, detail: reasonOf(error) };
  send(response, status, problem, 'application/problem+json');
}

function send(response: ServerResponse, status: number, body: unknown, type = 'application/json'): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(JSON.stringify(body));
}
