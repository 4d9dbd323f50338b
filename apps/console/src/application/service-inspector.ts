import type { InspectionRequest, InspectionRequests } from '@waybill/messaging';

/** The service did not answer: it is away, or the broker between is. */
export class ServiceAway extends Error {
  readonly code = 'SERVICE_AWAY';

  constructor(
    readonly service: string,
    detail: string,
    options?: ErrorOptions,
  ) {
    super(`${service} does not answer: ${detail}`, options);
    this.name = 'ServiceAway';
  }
}

/** It answered that it will not. */
export class ServiceRefused extends Error {
  constructor(
    readonly service: string,
    /** The service's own: `INVALID_FAULT_VALUE`, `FAULTS_NOT_ALLOWED`. */
    readonly code: string,
    detail: string,
    options?: ErrorOptions,
  ) {
    super(detail, options);
    this.name = 'ServiceRefused';
  }
}

/** Asks services about themselves. An abstract class, so that Nest can inject it. */
export abstract class ServiceInspector {
  /** @throws ServiceAway within about a second; ServiceRefused */
  abstract ask<R extends InspectionRequest>(
    service: string,
    request: R,
    payload: InspectionRequests[R]['request'],
  ): Promise<InspectionRequests[R]['answer']>;
}
