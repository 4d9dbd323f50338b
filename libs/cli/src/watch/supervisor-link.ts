import type { ControlAddress, ProcessView } from '@waybill/stack';
import { CliError } from '../cli-error.js';

/** Requests to the supervisor of a running platform. */
export class SupervisorLink {
  readonly #control: ControlAddress;

  constructor(control: ControlAddress) {
    this.#control = control;
  }

  /**
   * From its next restart on, the service runs with this process's environment and a debugger, until `signal` aborts or
   * this process ends.
   *
   * @returns resolves when that is over: the platform was stopped
   * @throws CliError the supervisor refused
   */
  async serve(service: string, inspectorPort: number, signal: AbortSignal): Promise<{ over: Promise<void> }> {
    // While one waits for a restart, no load balancer has to notice the stop.
    const env = { SHUTDOWN_GRACE: '0s', ...process.env };
    const { body } = await this.#post(`/processes/${service}/serve`, signal, { env, inspectorPort });
    const over = body!.pipeTo(new WritableStream()).catch(() => undefined); // cut off: as good as an end
    return { over };
  }

  /**
   * Resolves when it is ready again.
   *
   * @returns false if it was stopped meanwhile
   * @throws CliError it exited, or the supervisor refused
   */
  async restart(service: string, signal: AbortSignal): Promise<boolean> {
    const response = await this.#post(`/processes/${service}/restart`, signal);
    return ((await response.json()) as ProcessView).state === 'running';
  }

  async #post(path: string, signal: AbortSignal, body?: unknown): Promise<Response> {
    const response = await fetch(new URL(path, this.#control.url), {
      method: 'POST',
      headers: { authorization: `Bearer ${this.#control.token}` },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal,
    });
    if (response.ok) return response;
    throw new CliError(((await response.json()) as { detail: string }).detail);
  }
}
