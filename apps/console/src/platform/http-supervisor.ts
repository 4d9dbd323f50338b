import type { ProcessView } from '@waybill/console-api';
import {
  Supervisor,
  SupervisorAway,
  SupervisorRefused,
  type ProcessAction,
} from '../application/supervisor.js';

/** To stop a service takes its drain, to start one its set-up. */
const PATIENCE_MS = 40_000;

/** The control that the embedded stack's supervisor serves on loopback. */
export class HttpSupervisor extends Supervisor {
  constructor(
    private readonly address: string,
    private readonly token: string,
  ) {
    super();
  }

  async processes(): Promise<ProcessView[]> {
    return this.send<ProcessView[]>('GET', '/processes', 2_000);
  }

  async act(name: string, action: ProcessAction): Promise<ProcessView> {
    return this.send<ProcessView>('POST', `/processes/${encodeURIComponent(name)}/${action}`, PATIENCE_MS);
  }

  private async send<T>(method: string, path: string, patienceMs: number): Promise<T> {
    let response: Response;
    try {
      response = await fetch(new URL(path, this.address), {
        method,
        headers: { authorization: `Bearer ${this.token}` },
        signal: AbortSignal.timeout(patienceMs),
      });
    } catch (error) {
      throw new SupervisorAway(error);
    }
    const body = (await response.json().catch(() => ({}))) as T & { detail?: string };
    if (response.ok) return body;
    const detail = body.detail ?? `the supervisor answered ${response.status}`;
    if (response.status === 404 || response.status === 409)
      throw new SupervisorRefused(response.status, detail);
    throw new SupervisorAway(new Error(detail));
  }
}

/** The console runs beside services that somebody else started: there are no processes to switch. */
export class NoSupervisor extends Supervisor {
  async processes(): Promise<ProcessView[]> {
    return [];
  }

  async act(name: string): Promise<ProcessView> {
    throw new SupervisorRefused(404, `nobody here can stop or start "${name}": no supervisor is configured`);
  }
}
