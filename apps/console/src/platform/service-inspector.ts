import { Inject, Injectable } from '@nestjs/common';
import { ClientNats, NatsRecordBuilder, type NatsRecord } from '@nestjs/microservices';
import { operatorHeaders } from '@waybill/messaging/jetstream';
import {
  inspectionSubject,
  type InspectionError,
  type InspectionRequest,
  type InspectionRequests,
} from '@waybill/messaging/operations';
import { BusinessError } from '@waybill/service/errors';
import { firstValueFrom, timeout, TimeoutError } from 'rxjs';
import type { ConsoleConfig } from '../config.js';
import { CONSOLE_CONFIG } from '../config.token.js';

const TIMEOUT_MS = 1_000;

/** No reply: the service is down, or the broker is. */
export class ServiceAway extends BusinessError {
  constructor(service: string, detail: string, options?: ErrorOptions) {
    const message = `${service} does not respond: ${detail}`;
    super('unavailable', 'service-away', message, { retryAfterS: 2, ...options });
  }
}

/** The service replied with an error. */
export class ServiceRefused extends Error {
  constructor(
    /** The service's own: `INVALID_FAULT_VALUE`, `FAULTS_NOT_ALLOWED`. */
    readonly code: string,
    detail: string,
    options?: ErrorOptions,
  ) {
    super(detail, options);
    this.name = 'ServiceRefused';
  }
}

/** Sends services requests about themselves; the first reply of a service's processes counts. */
@Injectable()
export class ServiceInspector {
  constructor(
    private readonly client: ClientNats,
    @Inject(CONSOLE_CONFIG) private readonly config: Pick<ConsoleConfig, 'namespace'>,
  ) {}

  /**
   * @param by who asks for a change, for the service's audit
   * @throws ServiceAway within about a second; ServiceRefused
   */
  async ask<R extends InspectionRequest>(
    service: string,
    request: R,
    payload: InspectionRequests[R]['request'],
    by?: string,
  ): Promise<InspectionRequests[R]['reply']> {
    const subject = inspectionSubject(service, request, this.config.namespace);
    try {
      const reply = this.client.send<InspectionRequests[R]['reply']>(subject, recordOf(payload, by));
      return await firstValueFrom(reply.pipe(timeout(TIMEOUT_MS)));
    } catch (error) {
      const { status, code, message } = Object(error) as Partial<InspectionError>;
      if (status === 'error' && typeof code === 'string') {
        throw new ServiceRefused(code, `${service}: ${message}`, { cause: error });
      }
      throw new ServiceAway(service, reasonOf(error, request), { cause: error });
    }
  }
}

function recordOf(payload: object, by: string | undefined): NatsRecord {
  const record = new NatsRecordBuilder(payload);
  return (by === undefined ? record : record.setHeaders(operatorHeaders(by))).build();
}

function reasonOf(error: unknown, request: InspectionRequest): string {
  if (error instanceof TimeoutError) return `no reply to "${request}" in ${TIMEOUT_MS} ms`;
  if (error instanceof Error && error.constructor.name === 'EmptyResponseException') {
    return `no subscriber for "${request}": none of its processes is connected to the broker`;
  }
  return error instanceof Error ? error.message : String(error);
}

/** The replies, by service. A service that does not respond, or replies with an error, has none. */
export async function askAll<R extends InspectionRequest>(
  inspector: ServiceInspector,
  services: readonly string[],
  request: R,
  payload: InspectionRequests[R]['request'],
): Promise<Map<string, InspectionRequests[R]['reply']>> {
  const replies = await Promise.allSettled(
    services.map(async (service) => [service, await inspector.ask(service, request, payload)] as const),
  );
  return new Map(replies.flatMap((reply) => (reply.status === 'fulfilled' ? [reply.value] : [])));
}
