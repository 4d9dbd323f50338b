import { randomUUID } from 'node:crypto';
import type {
  InspectionError,
  InspectionRequest,
  InspectionRequests,
  ServiceDescription,
  ServiceLink,
} from '@waybill/messaging';
import { CliError } from '../cli-error.ts';

/** How long all processes of a service have to answer: whoever is slower counts as not running. */
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
  request(subject: string, payload: string, options: { timeout: number }): Promise<Message>;
}

/** An answer in the packets of `@nestjs/microservices`. */
interface Packet<Answer> {
  response?: Answer;
  err?: Partial<InspectionError>;
}

/** Reaches running services by request/reply: see `inspection/protocol.ts` of the messaging library. */
export function natsServiceLink(nats: Nats, namespace: string | undefined): ServiceLink {
  const subjectOf = (service: string, request: InspectionRequest) =>
    [...(namespace === undefined ? [] : [namespace]), 'waybill', service, request].join('.');

  return {
    async describe(service) {
      const subject = subjectOf(service, 'describe');
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
    ): Promise<InspectionRequests[Request]['answer']> {
      const subject = subjectOf(service, request);
      const message = await nats
        .request(subject, packet(subject, payload), { timeout: PATIENCE_MS })
        .catch((cause: unknown) => {
          throw new CliError(
            hasNoResponders(cause)
              ? `no process of ${service} is running`
              : `${service} did not answer in ${PATIENCE_MS / 1000} s: it may be done or not`,
            {
              code: 'SERVICE_UNAVAILABLE',
              fix: hasNoResponders(cause)
                ? 'start one: it does the work, in its own database'
                : 'see what consumers list says, and ask again',
              cause,
            },
          );
        });
      const { response, err } = message.json<Packet<InspectionRequests[Request]['answer']>>();
      if (err) throw new CliError(err.message ?? `${service} failed`, { code: err.code });
      return response as InspectionRequests[Request]['answer'];
    },
  };
}

function packet(pattern: string, data: unknown): string {
  return JSON.stringify({ pattern, data, id: randomUUID() });
}

/** The client says so itself, or as the cause of what it says. */
function hasNoResponders(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'NoRespondersError' || hasNoResponders(error.cause);
}
