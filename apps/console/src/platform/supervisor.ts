import { Inject, Injectable } from '@nestjs/common';
import type { ProcessView } from '@waybill/console-api';
import { BusinessError } from '@waybill/service/errors';
import type { ConsoleConfig } from '../config.js';
import { CONSOLE_CONFIG } from '../config.token.js';

/** Stopping a service takes as long as its drain, starting one as its set-up. */
const ACT_TIMEOUT_MS = 40_000;
const LIST_TIMEOUT_MS = 2_000;

/** There should be a supervisor, and it does not respond. */
export class SupervisorAway extends BusinessError {
  constructor(cause: unknown) {
    const message = 'The stack’s supervisor does not respond; is "npm start" still running?';
    super('unavailable', 'supervisor-away', message, { retryAfterS: 2, cause });
  }
}

/** The supervisor refused the request. */
export class SupervisorRefused extends BusinessError {
  constructor(kind: 'not-found' | 'conflict', message: string) {
    super(kind, 'process-refused', message);
  }
}

/** The HTTP interface on loopback of the supervisor that runs the embedded stack's processes. */
@Injectable()
export class Supervisor {
  constructor(
    @Inject(CONSOLE_CONFIG) private readonly config: Pick<ConsoleConfig, 'supervisorUrl' | 'supervisorToken'>,
  ) {}

  /** Empty if no supervisor is configured: the console then runs without the embedded stack. @throws SupervisorAway */
  async processes(): Promise<ProcessView[]> {
    if (!this.config.supervisorUrl) return [];
    return this.send<ProcessView[]>('GET', '/processes', LIST_TIMEOUT_MS);
  }

  /** @throws SupervisorAway, SupervisorRefused */
  async act(name: string, action: 'stop' | 'start' | 'kill'): Promise<ProcessView> {
    if (!this.config.supervisorUrl) {
      const message = `"${name}" cannot be stopped or started: no supervisor is configured`;
      throw new SupervisorRefused('not-found', message);
    }
    return this.send<ProcessView>('POST', `/processes/${encodeURIComponent(name)}/${action}`, ACT_TIMEOUT_MS);
  }

  private async send<T>(method: string, path: string, timeoutMs: number): Promise<T> {
    let response: Response;
    try {
      response = await fetch(new URL(path, this.config.supervisorUrl), {
        method,
        headers: { authorization: `Bearer ${this.config.supervisorToken}` },
        signal: AbortSignal.timeout(timeoutMs),
      });
    } catch (error) {
      throw new SupervisorAway(error);
    }
    const body = (await response.json().catch(() => ({}))) as T & { detail?: string };
    if (response.ok) return body;
    const detail = body.detail ?? `the supervisor responded with ${response.status}`;
    if (response.status === 404) throw new SupervisorRefused('not-found', detail);
    if (response.status === 409) throw new SupervisorRefused('conflict', detail);
    throw new SupervisorAway(new Error(detail));
  }
}
