import type { HealthCheck } from '@waybill/messaging';

/**
 * What is known of the end of the process.
 *
 *   serving -> announced -> begun
 *
 * Announced, everything is still served: readiness says no, and clients are told to close their connections, so that the
 * next request goes elsewhere. Begun, nothing new is taken; what never ends by itself (a stream to a client) ends on
 * the signal.
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
