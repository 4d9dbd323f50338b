import { Injectable } from '@nestjs/common';
import { ClientNats } from '@nestjs/microservices';
import {
  inspectionSubject,
  type InspectionError,
  type InspectionRequest,
  type InspectionRequests,
} from '@waybill/messaging';
import { firstValueFrom, timeout, TimeoutError } from 'rxjs';
import { ServiceAway, ServiceInspector, ServiceRefused } from '../application/service-inspector.js';

const PATIENCE_MS = 1_000;

/** The quickest of a service's processes answers. */
@Injectable()
export class NatsServiceInspector extends ServiceInspector {
  constructor(
    private readonly client: ClientNats,
    private readonly namespace: string | undefined,
  ) {
    super();
  }

  async ask<R extends InspectionRequest>(
    service: string,
    request: R,
    payload: InspectionRequests[R]['request'],
  ): Promise<InspectionRequests[R]['answer']> {
    try {
      const answer$ = this.client.send<InspectionRequests[R]['answer']>(
        inspectionSubject(service, request, this.namespace),
        payload,
      );
      return await firstValueFrom(answer$.pipe(timeout(PATIENCE_MS)));
    } catch (error) {
      const { status, code, message } = Object(error) as Partial<InspectionError>;
      if (status === 'error' && typeof code === 'string') {
        throw new ServiceRefused(service, code, `${service}: ${message}`, { cause: error });
      }
      throw new ServiceAway(service, reasonOf(error, request), { cause: error });
    }
  }
}

function reasonOf(error: unknown, request: InspectionRequest): string {
  if (error instanceof TimeoutError) return `no answer to "${request}" in ${PATIENCE_MS} ms`;
  if (error instanceof Error && error.name === 'EmptyResponseException') {
    return `nobody listens to "${request}": no process of it is connected to the broker`;
  }
  return error instanceof Error ? error.message : String(error);
}
