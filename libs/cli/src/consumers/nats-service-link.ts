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
/** For a request to each process: some read from database and broker. */
const EACH_MS = 10_000;
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
      for (const { response } of await replies<ServiceDescription>(nats, subject, {}, COLLECT_MS)) {
        if (response) found.set(response.instance, response);
      }
      return [...found.values()];
    },

    async askEach<Request extends InspectionRequest>(
      service: string,
      request: Request,
      payload: InspectionRequests[Request]['request'],
      processes: number,
    ) {
      const subject = inspectionSubject(service, request, namespace);
      type Reply = InspectionRequests[Request]['reply'];
      const packets = await replies<Reply>(nats, subject, payload, EACH_MS, processes);
      for (const { err } of packets) if (err) throw refusal(service, err);
      return packets.map(({ response }) => response as Reply);
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
      if (err) throw refusal(service, err);
      return response as InspectionRequests[Request]['reply'];
    },
  };
}

/** Those that come in this time; that many are waited for no longer. None if nobody is there. */
async function replies<Reply>(
  nats: Nats,
  subject: string,
  payload: unknown,
  maxWait: number,
  most = Infinity,
): Promise<Packet<Reply>[]> {
  const packets: Packet<Reply>[] = [];
  try {
    const options = { strategy: 'timer', maxWait } as const;
    for await (const message of await nats.requestMany(subject, packet(subject, payload), options)) {
      const { response, err } = message.json<Packet<Reply>>();
      // Nest's transport may send that it is finished in a message of its own.
      if (response === undefined && err === undefined) continue;
      packets.push({ response, err });
      if (packets.length === most) break;
    }
  } catch (error) {
    if (!hasNoResponders(error)) throw error;
  }
  return packets;
}

function refusal(service: string, { message, code }: Partial<InspectionError>): CliError {
  return new CliError(message ?? `${service} failed`, { code });
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
