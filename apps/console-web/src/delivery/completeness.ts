import type { ConsumerProgress } from '@waybill/console-api';
import { formatCount, formatPlural } from '../ui/format.ts';
import { handlerWords } from './consumer-words.ts';

type Consumer = Pick<ConsumerProgress, 'consumer' | 'service' | 'handler' | 'state' | 'lag' | 'attempts'>;

/** Messages with who has to handle them, of a trace as of an order. */
export interface Delivery {
  messages: readonly { consumers: readonly Consumer[] }[];
  /** Undefined: the platform cannot tell now. */
  complete?: boolean;
}

export interface Completeness {
  state: 'complete' | 'pending' | 'dead-lettered' | 'lost' | 'unknown' | 'no-messages';
  words: string;
  /** Dead letters that wait for somebody's answer, and where they are. */
  letters?: { words: string; href: string };
}

/**
 * Whether everybody who has to handle the messages has done so: by the consumers' own word, never by the root span's
 * end. In the same words wherever it is said.
 */
export function completeness({ messages, complete }: Delivery): Completeness {
  const consumers = messages.flatMap((message) => message.consumers);
  if (messages.length === 0 && complete !== undefined)
    return { state: 'no-messages', words: 'no messages in it' };
  const inState = (...states: Consumer['state'][]) => consumers.filter(({ state }) => states.includes(state));
  const tally = `${inState('done').length} of ${consumers.length}`;
  const lost = inState('lost');
  const dead = inState('dead-lettered');
  const waiting = inState('pending', 'waiting', 'retrying');
  const unknown = inState('unknown');
  const forgotten = inState('settled');

  if (lost.length > 0) {
    return {
      state: 'lost',
      words: `${tally} done, lost to ${listed(lost, (_, name) => name)}: gone from the stream, never handled`,
      ...(dead.length > 0 && { letters: lettersOf(dead) }),
    };
  }
  if (dead.length > 0) {
    const rest = waiting.length > 0 ? `${tally} done, ${listed(waiting, waitWords)}; ` : '';
    return {
      state: 'dead-lettered',
      words: `${rest}given up by ${listed(dead, (_, name) => name)}`,
      letters: lettersOf(dead),
    };
  }
  if (waiting.length > 0) return { state: 'pending', words: `${tally} done, ${listed(waiting, waitWords)}` };
  if (unknown.length > 0) {
    const silent = [...new Set(unknown.map(({ service }) => service))];
    const verb = silent.length === 1 ? 'does' : 'do';
    return { state: 'unknown', words: `unknown: ${silent.join(' and ')} ${verb} not answer` };
  }
  if (forgotten.length > 0) {
    return {
      state: 'unknown',
      words: `${tally} done, no record left of ${listed(forgotten, (_, name) => name)}`,
    };
  }
  if (complete === true)
    return {
      state: 'complete',
      words:
        consumers.length === 0
          ? 'complete: nobody has to handle it'
          : `complete: ${tally} ${consumers.length === 1 ? 'consumer' : 'consumers'} done`,
    };
  return complete === undefined
    ? { state: 'unknown', words: 'unknown: the platform cannot tell now' }
    : { state: 'pending', words: `${tally} done, on its way` };
}

function lettersOf(dead: readonly Consumer[]): Completeness['letters'] {
  const consumers = [...new Set(dead.map(({ consumer }) => consumer))];
  return {
    words: `${formatPlural(dead.length, 'dead letter')} ${dead.length === 1 ? 'waits' : 'wait'} for an answer`,
    href:
      consumers.length === 1
        ? `/dead-letters?${new URLSearchParams({ consumer: consumers[0]! })}`
        : '/dead-letters',
  };
}

function waitWords({ state, lag, attempts }: Consumer, name: string): string {
  if (state === 'waiting') return `${name} waiting for a replica that knows it`;
  if (state === 'retrying') return `${name} retrying (${attempts} failed)`;
  const ahead = aheadWords(lag);
  return ahead ? `${name} pending (${ahead})` : `${name} pending`;
}

/** How many messages a consumer has to handle before this one; nothing, where it is the next. @param lag itself included */
export function aheadWords(lag: number | undefined): string | undefined {
  return lag !== undefined && lag > 1 ? `${formatCount(lag - 1)} ahead of it` : undefined;
}

/** Each different one once, the first three by name. */
function listed(consumers: readonly Consumer[], words: (consumer: Consumer, name: string) => string): string {
  const all = [...new Set(consumers.map((each) => words(each, nameAmong(consumers, each))))];
  return all.length > 3 ? `${all.slice(0, 3).join(', ')} and ${all.length - 3} more` : all.join(', ');
}

/** Its service; with what it does, where several consumers of the service are meant. */
function nameAmong(all: readonly Consumer[], { service, handler }: Consumer): string {
  const several = all.some((other) => other.service === service && other.handler !== handler);
  return several ? `${service} (${handlerWords(handler)})` : service;
}
