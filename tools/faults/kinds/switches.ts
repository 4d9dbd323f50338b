import { randomUUID } from 'node:crypto';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Laboratory } from '../laboratory.ts';
import { until } from '../until.ts';
import { withBroker } from './broker-admin.ts';

/** How long all processes of a service may take to reply. */
const REPLIES_MS = 2_000;

/** Sets a fault switch in every process of the service that responds. */
export async function setSwitch(
  lab: Pick<Laboratory, 'broker'>,
  service: string,
  name: string,
  value: number,
): Promise<void> {
  await withBroker(lab, (_jsm, nats) => request(nats, service, { name, value }, 1));
}

/** Switches it off, in every process of the service: one that is cut off at this moment is waited for. */
export async function switchOff(
  lab: Pick<Laboratory, 'broker' | 'replicas'>,
  service: string,
  name: string,
): Promise<void> {
  const processes = lab.replicas.filter((replica) => replica.service === service).length;
  await until(`every process of ${service} has switched ${name} off`, () =>
    withBroker(
      lab,
      async (_jsm, nats) => (await request(nats, service, { name, value: 0 }, processes)) >= processes,
    ),
  );
}

/** @returns how many processes replied */
async function request(
  nats: NatsConnection,
  service: string,
  data: { name: string; value: number },
  maxMessages: number,
): Promise<number> {
  const subject = `waybill.${service}.faults.set`;
  const packet = JSON.stringify({ pattern: subject, id: randomUUID(), data });
  const replies = await nats.requestMany(subject, packet, {
    strategy: 'count',
    maxMessages,
    maxWait: REPLIES_MS,
  });
  let count = 0;
  for await (const reply of replies) {
    const { err } = reply.json<{ err?: { message: string } }>();
    if (err) throw new Error(`${service}: ${data.name} was not set: ${err.message}`);
    count += 1;
  }
  return count;
}
