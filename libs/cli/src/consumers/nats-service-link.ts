import {
  inspectionSubject,
  type InspectionError,
  type InspectionRequest,
  type InspectionRequests,
  type ServiceDescription,
  type ServiceLink,
} from '@waybill/messaging/operations';
import { operatorHeaders } from '@waybill/messaging/jetstream';
import { randomUUID } from 'node:crypto';
import { CliError } from '../cli-error.js';

/** How long all processes of a service have to reply: a slower one counts as not running. */
const COLLECT_MS = 1_000;
/** A rewind may delete the inbox rows of months. */
const PATIENCE_MS = 120_000;

interface Message {
  json<T>(): T;
}

/** What is used of a NATS connection. */
export interface Nats {
  requestMany(
    subject: string,
    payload: string,
    options: { strategy: 'timer'; maxWait: number },
  ): Promise<AsyncIterable<Message>>;
  request(
    subject: string,
    payload: string,
    options: { timeout: number; headers: ReturnType<typeof operatorHeaders> },
  ): Promise<Message>;
}

/** A reply in the packets of `@nestjs/microservices`. */
interface Packet<Reply> {
  response?: Reply;
  err?: Partial<InspectionError>;
}

/** Reaches running services by request/reply: see `inspection/protocol.ts` of the messaging library. */
export function natsServiceLink(nats: Nats, namespace: string | undefined, operator: string): ServiceLink {
  return {
    async describe(service) {
      const subject = inspectionSubject(service, 'describe', namespace);
      const found = new Map<string, ServiceDescription>();
      try {
        const options = { strategy: 'timer', maxWait: COLLECT_MS } as const;
        for await (const message of await nats.requestMany(subject, packet(subject, {}), options)) {
          const { response } = message.json<Packet<ServiceDescription>>();
          if (response) found.set(response.instance, response);
        }
      } catch (error) {
        if (!hasNoResponders(error)) throw error;
      }
      return [...found.values()];
    },

    async ask<Request extends InspectionRequest>(
      service: string,
      request: Request,
      payload: InspectionRequests[Request]['request'],
    ): Promise<InspectionRequests[Request]['reply']> {
      const subject = inspectionSubject(service, request, namespace);
      const message = await nats
        .request(subject, packet(subject, payload), {
          timeout: PATIENCE_MS,
          headers: operatorHeaders(operator),
        })
        .catch((cause: unknown) => {
          throw noReply(service, cause);
        });
      const { response, err } = message.json<Packet<InspectionRequests[Request]['reply']>>();
      if (err) throw new CliError(err.message ?? `${service} failed`, { code: err.code });
      return response as InspectionRequests[Request]['reply'];
    },
  };
}

function packet(pattern: string, data: unknown): string {
  return JSON.stringify({ pattern, data, id: randomUUID() });
}

function noReply(service: string, cause: unknown): CliError {
  const code = 'SERVICE_UNAVAILABLE';
  return hasNoResponders(cause)
    ? new CliError(`no process of ${service} is running`, {
        code,
        fix: 'start one: it does the work, in its own database',
        cause,
      })
    : new CliError(`${service} did not reply in ${PATIENCE_MS / 1000} s: it may have done it or not`, {
        code,
        fix: 'check with consumers list, then try again',
        cause,
      });
}

/** The client's error itself, or the cause of it. */
function hasNoResponders(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'NoResponders' || hasNoResponders(error.cause);
}
