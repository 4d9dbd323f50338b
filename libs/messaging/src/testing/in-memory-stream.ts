import { SubjectTaken } from '../errors.js';
import { headerName } from '../message/known-headers.js';
import type { StoredMessage } from '../transport/stream-transport.js';
import type { OutgoingMessage, Published, StreamDeclaration } from '../transport/transport.js';
import type { Clock } from './clock.js';

/** Its position is the sequence, as text. */
export interface SequencedMessage extends StoredMessage {
  readonly sequence: number;
}

export class InMemoryStream {
  /** In stream order. */
  #messages: SequencedMessage[] = [];
  #lastSequence = 0;
  readonly #ids = new Map<string, { sequence: number; storedAt: number }>();

  constructor(
    public declaration: StreamDeclaration,
    private readonly clock: Clock,
  ) {}

  get lastSequence(): number {
    return this.#lastSequence;
  }

  store({ id, subject, headers, body, expectNew }: OutgoingMessage): Published {
    const { name: stream, limits, defaults } = this.declaration;
    const { duplicateWindowMs } = { ...defaults, ...limits };
    const storedAt = this.clock.now();
    const first = this.#ids.get(id);
    if (first && storedAt - first.storedAt < duplicateWindowMs) {
      return { stream, position: String(first.sequence), duplicate: true };
    }
    if (expectNew) {
      const last = this.last(subject);
      if (last?.id === id) return { stream, position: last.position, duplicate: true };
      if (last) throw new SubjectTaken(`wrong last sequence: ${last.sequence}`);
    }
    const sequence = ++this.#lastSequence;
    this.#messages.push({
      id,
      subject,
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [headerName(name), value])),
      body: typeof body === 'string' ? new TextEncoder().encode(body) : body.slice(),
      stream,
      position: String(sequence),
      sequence,
      storedAt,
    });
    this.#ids.set(id, { sequence, storedAt });
    return { stream, position: String(sequence), duplicate: false };
  }

  /** What is older than the declared age is gone. */
  messages(): readonly SequencedMessage[] {
    const { maxAgeMs } = { ...this.declaration.defaults, ...this.declaration.limits };
    const oldest = this.clock.now() - maxAgeMs;
    if (maxAgeMs > 0 && this.#messages[0] && this.#messages[0].storedAt < oldest) {
      this.#messages = this.#messages.filter(({ storedAt }) => storedAt >= oldest);
    }
    return this.#messages;
  }

  at(sequence: number): SequencedMessage | undefined {
    const messages = this.messages();
    // Sequences have no gaps but at the front.
    return messages[sequence - (messages[0]?.sequence ?? 1)];
  }

  last(subject: string): SequencedMessage | undefined {
    return this.messages().findLast((message) => message.subject === subject);
  }
}
