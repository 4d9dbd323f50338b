import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { reasonOf, StackError } from '../errors.js';
import { ACTIONS, type ProcessControl } from './process-control.js';

/** The supervisor's HTTP. */
export interface ControlServer {
  readonly url: string;
  /** Of this run alone; callers send it as bearer token. */
  readonly token: string;
  close(): Promise<void>;
}

/** By the error's code; 500 for any other. */
const STATUS: Readonly<Record<string, number>> = {
  UNAUTHORIZED: 401,
  NO_SUCH_PROCESS: 404,
  NO_SUCH_PATH: 404,
  WRONG_METHOD: 405,
  NOT_STOPPABLE: 409,
  NOT_UP: 409,
  NOT_RUNNING: 409,
  STOPPING: 409,
};

/**
 * `GET /processes` and `POST /processes/<name>/stop|start|kill`, on loopback, for callers that have the token. Responses
 * are process views, errors `application/problem+json`.
 */
export async function startControlServer(control: ProcessControl): Promise<ControlServer> {
  const token = randomBytes(32).toString('base64url');
  const server = createServer((request, response) => {
    request.resume(); // no request has a body that matters
    void handle(request, token, control).then(
      (body) => send(response, 200, body),
      (error: unknown) => sendProblem(response, error),
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

async function handle(request: IncomingMessage, token: string, control: ProcessControl): Promise<unknown> {
  if (!isBearer(request.headers.authorization, token)) {
    throw new StackError('UNAUTHORIZED', 'the bearer token of this run is needed');
  }
  const [path = ''] = (request.url ?? '').split('?');
  if (path === '/processes') {
    requireMethod(request, 'GET');
    return control.list();
  }
  const [, name, wanted] = /^\/processes\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
  const action = ACTIONS.find((each) => each === wanted);
  if (name === undefined || action === undefined) {
    throw new StackError('NO_SUCH_PATH', `there are /processes and /processes/<name>/${ACTIONS.join('|')}`);
  }
  requireMethod(request, 'POST');
  return control.act(name, action);
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
