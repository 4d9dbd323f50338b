import { describeHealth, reasonOf, runningSupervisor, readState, serviceHealth } from '@waybill/stack';
import type { Finding } from './finding.js';

/** The health of the services of a running platform; empty if none is running. */
export async function examineServices(dataDir: string): Promise<Finding[]> {
  const state = runningSupervisor(dataDir) ? readState(dataDir) : undefined;
  if (!state) return [];
  const running = Object.entries(state.urls).filter(([name]) => !state.stopped?.includes(name));
  return Promise.all(running.map(([name, url]) => examineService(name, url)));
}

async function examineService(name: string, url: string): Promise<Finding> {
  try {
    const health = await serviceHealth(url);
    const fixes = health.checks.flatMap(({ status, fix }) => (status !== 'ok' && fix ? [fix] : []));
    const fix = [...new Set(fixes)].join('; ');
    return { name, ok: health.status === 'ok', detail: describeHealth(health), ...(fix && { fix }) };
  } catch (error) {
    return {
      name,
      ok: false,
      detail: reasonOf(error),
      fix: 'npm run waybill -- status, and its log in logs/',
    };
  }
}
