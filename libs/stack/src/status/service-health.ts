import { getJson } from '../services/http-get.js';

/** What `/health` of a service says about one part: see docs/health.md. */
export interface ServiceCheck {
  readonly name: string;
  readonly role: string;
  readonly status: 'ok' | 'degraded' | 'failing';
  readonly since: string;
  readonly detail?: string;
  readonly fix?: string;
}

export interface ServiceHealth {
  readonly ready: boolean;
  readonly status: 'ok' | 'degraded' | 'failing';
  readonly checks: readonly ServiceCheck[];
}

/** @throws Error if the service does not respond, or with something else */
export async function serviceHealth(url: string): Promise<ServiceHealth> {
  const { status, body } = await getJson(`${url}/health`);
  if (status !== 200 || !isReport(body))
    throw new Error(`${url}/health responds with ${status}, not with a health report`);
  return body;
}

/** One line: what is not ok, with its cause and since when. */
export function describeHealth({ ready, checks }: ServiceHealth): string {
  const notOk = checks.filter(({ status }) => status !== 'ok');
  if (notOk.length === 0) return 'ready';
  const parts = notOk.map(
    ({ name, role, status, detail, since }) =>
      `${name}${role === 'all' ? '' : ` (${role})`} ${status} since ${since}${detail ? `: ${detail}` : ''}`,
  );
  return `${ready ? 'ready, degraded' : 'not ready'}: ${parts.join('; ')}`;
}

function isReport(body: unknown): body is ServiceHealth {
  return typeof body === 'object' && body !== null && 'ready' in body && 'checks' in body;
}
