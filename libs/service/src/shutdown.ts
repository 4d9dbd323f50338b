import type { HealthCheck } from '@waybill/messaging/operations';

/**
 * The state of the process's shutdown.
 *
 *   serving -> announced -> begun
 *
 * Announced: requests are still served, but the process is not ready, and responses ask clients to close their
 * connections, so that the next request goes to another process. Begun: no new requests are accepted, and what does not
 * end by itself (a stream to a client) ends on the signal.
 */
export class Shutdown {
  readonly #controller = new AbortController();
  #announced = false;

  get isAnnounced(): boolean {
    return this.#announced;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  announce(): void {
    this.#announced = true;
  }

  begin(): void {
    this.announce();
    this.#controller.abort();
  }

  check = (): HealthCheck[] =>
    this.#announced ? [{ name: 'shutdown', role: 'all', status: 'failing', detail: 'shutting down' }] : [];
}
