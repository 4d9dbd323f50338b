import { Injectable } from '@nestjs/common';
import { replayId, type DeadLetter, type InboxRecord } from '@waybill/messaging/operations';
import { chunksOf } from '../domain/chunks.js';
import { consumersOf, positionOf, type ConsumerEvidence } from '../domain/consumer-progress.js';
import type { InboxFact } from '../domain/message-facts.js';
import { strangersAmong } from '../domain/strangers.js';
import { eventOf, matchesAny } from '../domain/subject.js';
import { ServiceDirectory, type DeclaredConsumer } from '../platform/service-directory.js';
import { askAll, ServiceInspector } from '../platform/service-inspector.js';
import { BrokerView, durableKey } from './broker-view.js';
import { DeadLetters } from './dead-letters.js';

/** The protocol's limit for one request. */
const MOST_IDS = 500;

export interface Message {
  eventId: string;
  subject: string;
}

export interface Evidence {
  consumersOf(message: Message): ConsumerEvidence<DeclaredConsumer>[];
  inboxesOf(eventId: string): InboxFact[];
  lettersOf(eventId: string): DeadLetter[];
  /** Services that did not respond, and durables of services not seen yet. */
  missing: string[];
  /** All consumers of this message are known, and so is every service that may publish another because of it. */
  isCertain(message: Message): boolean;
}

/** Collects for many messages at once what broker, inboxes and dead letters say: one request to each service. */
@Injectable()
export class MessageEvidence {
  constructor(
    private readonly directory: ServiceDirectory,
    private readonly inspector: ServiceInspector,
    private readonly view: BrokerView,
    private readonly letters: DeadLetters,
  ) {}

  async of(messages: readonly Message[]): Promise<Evidence> {
    // Ack floors first. The other way round, a message handled between the two requests would be below the floor and
    // in no inbox.
    const { durables, reachable } = await this.view.snapshot();
    const declared = this.directory.consumers();
    const ids = [...new Set(messages.map(({ eventId }) => eventId))];
    const services = servicesOf(messages, declared);
    // Without the broker no letters are known; the consumers' positions are unknown then, too.
    const letters = ((await this.letters.of({ eventIds: ids })) ?? []).map((letter) => ({
      ...letter,
      consumer: nameNow(letter.consumer, declared),
    }));
    const inboxes = await this.askInboxes(services, ids, letters);
    const strangers = strangersAmong([...durables.values()], this.directory.services());
    const strangersTo = ({ subject }: Message) =>
      strangers.filter(({ filters }) => matchesAny(filters, subject)).map(({ name }) => name);
    return {
      consumersOf: ({ subject }) =>
        consumersOf(declared, subject).map(({ durable, handler }) => ({
          durable,
          handler,
          position: reachable
            ? positionOf(durables.get(durableKey(durable.stream, durable.durable)))
            : undefined,
          responded: inboxes.responded.has(durable.service),
          notKnown: this.isNotKnown(durable, subject),
        })),
      inboxesOf: (eventId) => inboxes.facts.get(eventId) ?? [],
      lettersOf: (eventId) => letters.filter((letter) => letter.eventId === eventId).reverse(),
      missing: [
        ...services.filter((service) => !inboxes.responded.has(service)),
        ...new Set(messages.flatMap(strangersTo)),
      ],
      isCertain: (message) => reachable && strangersTo(message).length === 0,
    };
  }

  private isNotKnown({ service, consumer }: DeclaredConsumer, subject: string): boolean {
    const { type, version } = eventOf(subject);
    const waiting = this.directory.find(service)?.instances.flatMap((instance) => instance.waiting) ?? [];
    return waiting.some((one) => one.consumer === consumer && one.type === type && one.version === version);
  }

  /** By the event's id. The attempts of a replay are recorded under its own id, and are the event's here. */
  private async askInboxes(services: readonly string[], ids: readonly string[], letters: DeadLetter[]) {
    const replayed = letters.filter(({ state }) => state === 'replayed');
    const replays = new Map(replayed.map((letter) => [replayId(letter.id), letter]));
    const factOf = (service: string, record: InboxRecord): InboxFact => {
      const letter = replays.get(record.eventId);
      return { ...record, service, ...(letter && { eventId: letter.eventId, replayOf: letter.id }) };
    };
    const pages = await Promise.all(
      chunksOf([...ids, ...replays.keys()], MOST_IDS).map((eventIds) =>
        askAll(this.inspector, services, 'inbox.find', { eventIds }),
      ),
    );
    const responded = new Set(services.filter((service) => pages.every((page) => page.has(service))));
    const facts = [...responded].flatMap((service) =>
      pages.flatMap((page) => (page.get(service) ?? []).map((record) => factOf(service, record))),
    );
    return { responded, facts: Map.groupBy(facts, ({ eventId }) => eventId) };
  }
}

/** A consumer that was renamed takes over the letters under its former names. */
function nameNow(name: string, declared: readonly DeclaredConsumer[]): string {
  return declared.find(({ formerly }) => formerly.includes(name))?.consumer ?? name;
}

function servicesOf(messages: readonly Message[], declared: readonly DeclaredConsumer[]): string[] {
  const subjects = [...new Set(messages.map(({ subject }) => subject))];
  const needed = subjects.flatMap((subject) => consumersOf(declared, subject));
  return [...new Set(needed.map(({ durable }) => durable.service))];
}
