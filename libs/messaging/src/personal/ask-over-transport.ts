import { randomUUID } from 'node:crypto';
import { inspectionSubject, type InspectionError } from '../inspection/protocol.js';
import type { Transport } from '../transport/transport.js';
import type { AskForKeys, KeysReply } from './key-sources.js';

const TIMEOUT_MS = 2_000;

/** As `@nestjs/microservices` packs a reply. */
interface ReplyPacket {
  response?: KeysReply;
  err?: InspectionError;
}

/** Asks the owner's inspection, by request/reply over the broker. */
export function askOverTransport(transport: Pick<Transport, 'request'>): AskForKeys {
  return async (owner, keyIds) => {
    if (!transport.request) throw new Error('this transport carries no requests');
    const subject = inspectionSubject(owner, 'personal.keys');
    const packet = { pattern: subject, data: { keyIds }, id: randomUUID() };
    const reply = await transport.request(subject, JSON.stringify(packet), TIMEOUT_MS);
    const { response, err } = JSON.parse(reply) as ReplyPacket;
    if (response) return response;
    throw new Error(`${owner} refused its keys of personal data: ${err?.message ?? reply}`);
  };
}
