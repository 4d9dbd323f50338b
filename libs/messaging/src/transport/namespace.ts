import { NAMESPACE_MARK } from './metadata.js';
import type { ConsumerDeclaration, Topology } from './transport.js';

const NAMESPACE = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/** `order.placed.v1.standard.3` of `staging` is `staging.order.placed.v1.standard.3` on the broker. */
export function subjectIn(namespace: string | undefined, subject: string): string {
  return namespace === undefined ? subject : `${namespace}.${subject}`;
}

/**
 * The part of a broker that one environment has for itself: streams `STAGING_ORDER`, subjects `staging.order.…`. A
 * transport translates every name on its way to the broker and back, so that the rest of the library is unaffected.
 * Without a name it is the whole broker, and nothing is translated.
 */
export class Namespace {
  readonly #subjects: string;
  readonly #streams: string;

  /** @throws TypeError */
  constructor(private readonly name: string | undefined) {
    if (name !== undefined && !(NAMESPACE.test(name) && name.length <= 32)) {
      throw new TypeError(
        `"${name}" is not a namespace: expected at most 32 characters in lower-case kebab tokens, as in "staging"`,
      );
    }
    this.#subjects = name === undefined ? '' : `${name}.`;
    this.#streams = name === undefined ? '' : `${name.toUpperCase()}_`;
  }

  subject(own: string): string {
    return this.#subjects + own;
  }

  ownSubject(subject: string): string {
    return subject.startsWith(this.#subjects) ? subject.slice(this.#subjects.length) : subject;
  }

  stream(own: string): string {
    return this.#streams + own;
  }

  ownStream(stream: string): string {
    return this.holds(stream) ? stream.slice(this.#streams.length) : stream;
  }

  holds(stream: string): boolean {
    return stream.startsWith(this.#streams);
  }

  topology({ streams, consumers }: Topology): Topology {
    if (this.name === undefined) return { streams, consumers };
    const mark = { [NAMESPACE_MARK]: this.name };
    return {
      streams: streams.map((stream) => ({
        ...stream,
        name: this.stream(stream.name),
        subjects: stream.subjects.map((subject) => this.subject(subject)),
        metadata: { ...stream.metadata, ...mark },
      })),
      consumers: consumers.map((consumer) => ({
        ...consumer,
        stream: this.stream(consumer.stream),
        filters: consumer.filters.map((filter) => this.subject(filter)),
        metadata: { ...consumer.metadata, ...mark },
      })),
    };
  }

  consumer(own: ConsumerDeclaration): ConsumerDeclaration {
    return this.topology({ streams: [], consumers: [own] }).consumers[0]!;
  }

  /** As its owner declared it. */
  ownMetadata(metadata: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
    if (this.name === undefined) return metadata;
    const { [NAMESPACE_MARK]: _, ...own } = metadata;
    return own;
  }
}
