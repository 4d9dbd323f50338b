import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { reasonOf, StackError } from '../errors.js';
import { ACTIONS, type Action, type ProcessControl } from './process-control.js';

/** The supervisor's ear. */
export interface ControlServer {
  readonly url: string;
  /** Of this run alone; callers show it as a bearer. */
  readonly token: string;
  close(): Promise<void>;
}

/** What is refused because of the state that the processes are in. */
const CONFLICTS = ['NOT_STOPPABLE', 'NOT_UP', 'NOT_RUNNING', 'STOPPING'];

/**
 * `GET /processes` and `POST /processes/<name>/stop|start|kill`, on loopback, for whoever holds the token. Answers are
 * process views, faults `application/problem+json`.
 */
export async function startControlServer(control: ProcessControl): Promise<ControlServer> {
  const token = randomBytes(32).toString('base64url');
  const server = createServer((request, response) => {
    request.resume(); // no request has a body that matters
    void answer(request, token, control).then(
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

async function answer(request: IncomingMessage, token: string, control: ProcessControl): Promise<unknown> {
  if (!isBearer(request.headers.authorization, token)) {
    throw new StackError('UNAUTHORIZED', 'the bearer token of this run is needed');
  }
  const [path = ''] = (request.url ?? '').split('?');
  if (path === '/processes') {
    requireMethod(request, 'GET');
    return control.list();
  }
  const [, name, action] = /^\/processes\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
  if (name === undefined || !isAction(action)) {
    throw new StackError('NO_SUCH_PATH', `there are /processes and /processes/<name>/${ACTIONS.join('|')}`);
  }
  requireMethod(request, 'POST');
  return control.act(name, action);
}

/** Compares digests, which are of one length, in a time that says nothing about them. */
function isBearer(header: string | undefined, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(header ?? ''), digest(`Bearer ${token}`));
}

function isAction(text: string | undefined): text is Action {
  return ACTIONS.some((action) => action === text);
}

function requireMethod(request: IncomingMessage, method: string): void {
  if (request.method !== method) throw new StackError('WRONG_METHOD', `${method} is for this path`);
}

function statusOf(error: unknown): number {
  const code = error instanceof StackError ? error.code : '';
  if (code === 'UNAUTHORIZED') return 401;
  if (code === 'NO_SUCH_PROCESS' || code === 'NO_SUCH_PATH') return 404;
  if (code === 'WRONG_METHOD') return 405;
  return CONFLICTS.includes(code) ? 409 : 500;
}

const TITLES: Record<number, string> = {
  401: 'Unauthorized',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Not possible now',
  500: 'Failed',
};

function sendProblem(response: ServerResponse, error: unknown): void {
  const status = statusOf(error);
  const problem = { type: 'about:blank', title: TITLES[status], status, detail: reasonOf(error) };
  send(response, status, problem, 'application/problem+json');
}

function send(response: ServerResponse, status: number, body: unknown, type = 'application/json'): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(JSON.stringify(body));
}
