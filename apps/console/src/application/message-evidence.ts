import { Injectable } from '@nestjs/common';
import { replayId, type DeadLetter } from '@waybill/messaging';
import { consumersOf, type Position } from '../domain/consumer-progress.js';
import type { InboxFact } from '../domain/message-facts.js';
import { strangersAmong } from '../domain/strangers.js';
import { eventOf, matchesAny } from '../domain/subject.js';
import { BrokerView, durableKey } from './broker-view.js';
import { DeadLetterBox } from './dead-letter-box.js';
import { ServiceDirectory, type DeclaredConsumer } from './service-directory.js';
import { ServiceInspector } from './service-inspector.js';

/** What the protocol takes in one request. */
const MOST_IDS = 500;

export interface Message {
  eventId: string;
  subject: string;
}

/** A consumer that has to handle a message, and what is known of how far it is. */
export interface ConsumerEvidence {
  durable: DeclaredConsumer;
  handler: string;
  position: Position | undefined;
  /** Its service answers for its inbox. */
  answered: boolean;
  /** A process of its service gives such events back, because it does not know them. */
  notKnown: boolean;
}

export interface Evidence {
  consumersOf(message: Message): ConsumerEvidence[];
  inboxesOf(eventId: string): (InboxFact & { service: string })[];
  lettersOf(eventId: string): DeadLetter[];
  /** Services that should have answered and did not, and durables of services that have not been heard of. */
  missing: string[];
  /** Everyone who has to handle this message is known, and with that everyone who may send another because of it. */
  isCertain(message: Message): boolean;
}

/** Gathers for many messages at once what broker, inboxes and dead letters say: one question to each service. */
@Injectable()
export class MessageEvidence {
  constructor(
    private readonly directory: ServiceDirectory,
    private readonly inspector: ServiceInspector,
    private readonly view: BrokerView,
    private readonly box: DeadLetterBox,
  ) {}

  async of(messages: readonly Message[]): Promise<Evidence> {
    // Ack floors first: asked the other way round, a message that is handled between the two questions would be
    // past the floor and in nobody's inbox.
    const { durables, reachable } = await this.view.snapshot();
    const declared = this.directory.consumers();
    const ids = [...new Set(messages.map(({ eventId }) => eventId))];
    const services = servicesOf(messages, declared);
    // Without the broker nobody knows of any letter; the consumers' positions are unknown then, too.
    const letters = ((await this.box.known()) ?? [])
      .filter(({ eventId }) => ids.includes(eventId))
      .map((letter) => ({ ...letter, consumer: nameNow(letter.consumer, declared) }));
    // A replay's attempts are on record under its own id.
    const replays = new Map(letters.filter(isReplayed).map((letter) => [replayId(letter.id), letter]));
    const inboxes = await this.askInboxes(services, [...ids, ...replays.keys()]);
    const records = new Map<string, (InboxFact & { service: string })[]>();
    for (const [service, found] of inboxes) {
      for (const record of found) {
        const fact = { ...record, service, ...replayedAs(replays.get(record.eventId)) };
        records.set(fact.eventId, [...(records.get(fact.eventId) ?? []), fact]);
      }
    }
    const strangers = strangersAmong([...durables.values()], this.directory.services());
    const strangersTo = ({ subject }: Message) =>
      strangers.filter(({ filters }) => matchesAny(filters, subject)).map(({ name }) => name);
    const missing = [
      ...services.filter((service) => !inboxes.has(service)),
      ...new Set(messages.flatMap(strangersTo)),
    ];
    return {
      consumersOf: ({ subject }) =>
        consumersOf(declared, subject).map(({ durable, handler }) => ({
          durable,
          handler,
          position: reachable ? durables.get(durableKey(durable.stream, durable.durable)) : undefined,
          answered: inboxes.has(durable.service),
          notKnown: this.isNotKnown(durable, subject),
        })),
      inboxesOf: (eventId) => records.get(eventId) ?? [],
      lettersOf: (eventId) => letters.filter((letter) => letter.eventId === eventId).reverse(),
      missing,
      isCertain: (message) => reachable && strangersTo(message).length === 0,
    };
  }

  private isNotKnown({ service, consumer }: DeclaredConsumer, subject: string): boolean {
    const { type, version } = eventOf(subject);
    const waiting = this.directory.find(service)?.instances.flatMap((instance) => instance.waiting) ?? [];
    return waiting.some((one) => one.consumer === consumer && one.type === type && one.version === version);
  }

  private async askInboxes(services: readonly string[], eventIds: readonly string[]) {
    const answers = await Promise.all(
      services.map(async (service) => {
        try {
          const pages = chunksOf(eventIds, MOST_IDS).map((page) =>
            this.inspector.ask(service, 'inbox.find', { eventIds: page }),
          );
          return [[service, (await Promise.all(pages)).flat()] as const];
        } catch {
          // The answer names the service as missing.
          return [];
        }
      }),
    );
    return new Map<string, InboxFact[]>(answers.flat());
  }
}

/** A consumer that was renamed answers for the letters under its former names. */
function nameNow(name: string, declared: readonly DeclaredConsumer[]): string {
  return declared.find(({ formerly }) => formerly.includes(name))?.consumer ?? name;
}

const isReplayed = ({ state }: DeadLetter) => state === 'replayed';

function replayedAs(letter: DeadLetter | undefined): Pick<InboxFact, 'eventId' | 'replayOf'> | undefined {
  return letter && { eventId: letter.eventId, replayOf: letter.id };
}

function servicesOf(messages: readonly Message[], declared: readonly DeclaredConsumer[]): string[] {
  const subjects = [...new Set(messages.map(({ subject }) => subject))];
  const needed = subjects.flatMap((subject) => consumersOf(declared, subject));
  return [...new Set(needed.map(({ durable }) => durable.service))];
}

function chunksOf<T>(items: readonly T[], size: number): T[][] {
  const chunks: T[][] = [];
  for (let at = 0; at < items.length; at += size) chunks.push(items.slice(at, at + size));
  return chunks;
}
