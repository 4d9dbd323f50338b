import { getJson } from '../services/http-get.js';

/** What a service says at `/health` of one part: see docs/health.md. */
export interface ServiceCheck {
  readonly name: string;
  readonly role: string;
  readonly status: 'ok' | 'degraded' | 'failing';
  readonly since: string;
  readonly detail?: string;
  readonly cure?: string;
}

export interface ServiceHealth {
  readonly ready: boolean;
  readonly status: 'ok' | 'degraded' | 'failing';
  readonly checks: readonly ServiceCheck[];
}

/** @throws Error where the service does not answer, or with something else */
export async function serviceHealth(url: string): Promise<ServiceHealth> {
  const { status, body } = await getJson(`${url}/health`);
  if (status !== 200 || !isReport(body)) throw new Error(`${url}/health answers ${status}`);
  return body;
}

/** One line: what is not as it should be, with its cause and since when. */
export function describeHealth({ ready, checks }: ServiceHealth): string {
  const amiss = checks.filter(({ status }) => status !== 'ok');
  if (amiss.length === 0) return 'ready';
  const parts = amiss.map(
    ({ name, role, status, detail, since }) =>
      `${name}${role === 'all' ? '' : ` (${role})`} ${status} since ${since}${detail ? `: ${detail}` : ''}`,
  );
  return `${ready ? 'ready, degraded' : 'not ready'}: ${parts.join('; ')}`;
}

function isReport(body: unknown): body is ServiceHealth {
  return typeof body === 'object' && body !== null && 'ready' in body && 'checks' in body;
}
