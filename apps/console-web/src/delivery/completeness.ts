import type { ConsumerProgress } from '@waybill/console-api';
import { formatCount, formatPlural } from '../ui/format.ts';
import { handlerWords } from './consumer-words.ts';

type Consumer = Pick<ConsumerProgress, 'consumer' | 'service' | 'handler' | 'state' | 'lag' | 'attempts'>;

/** The messages of a trace or an order, with the consumers that have to handle them. */
export interface Delivery {
  messages: readonly { consumers: readonly Consumer[] }[];
  /** Undefined: the platform cannot tell at the moment. */
  complete?: boolean;
}

export interface Completeness {
  state: 'complete' | 'pending' | 'dead-lettered' | 'lost' | 'unknown' | 'no-messages';
  words: string;
  /** Open dead letters, and where they are. */
  letters?: { words: string; href: string };
}

/**
 * Whether every consumer that has to handle the messages has done so, by the consumers' own record: the end of the root
 * span decides nothing.
 */
export function completeness({ messages, complete }: Delivery): Completeness {
  const consumers = messages.flatMap((message) => message.consumers);
  if (messages.length === 0 && complete !== undefined) return { state: 'no-messages', words: 'no messages' };
  const inState = (...states: Consumer['state'][]) => consumers.filter(({ state }) => states.includes(state));
  const tally = `${inState('done').length} of ${consumers.length}`;
  const lost = inState('lost');
  const dead = inState('dead-lettered');
  const waiting = inState('pending', 'waiting', 'retrying');
  const unknown = inState('unknown');
  const unrecorded = inState('unrecorded');
  const waits = `${tally} done, ${listed(waiting, waitWords)}`;

  if (lost.length > 0) {
    return {
      state: 'lost',
      words: `${tally} done, lost to ${listed(lost)}: gone from the stream, never handled`,
      ...(dead.length > 0 && { letters: lettersOf(dead) }),
    };
  }
  if (dead.length > 0) {
    return {
      state: 'dead-lettered',
      words: `${waiting.length > 0 ? `${waits}; ` : ''}given up by ${listed(dead)}`,
      letters: lettersOf(dead),
    };
  }
  if (waiting.length > 0) return { state: 'pending', words: waits };
  if (unknown.length > 0) {
    const silent = [...new Set(unknown.map(({ service }) => service))];
    const verb = silent.length === 1 ? 'does' : 'do';
    return { state: 'unknown', words: `unknown: ${silent.join(' and ')} ${verb} not respond` };
  }
  if (unrecorded.length > 0)
    return { state: 'unknown', words: `${tally} done, no record left at ${listed(unrecorded)}` };
  if (complete === undefined)
    return { state: 'unknown', words: 'unknown: the platform cannot tell at the moment' };
  if (!complete) return { state: 'pending', words: `${tally} done, in progress` };
  if (consumers.length === 0) return { state: 'complete', words: 'complete: there is no consumer for it' };
  return { state: 'complete', words: `complete: ${tally} consumer${consumers.length === 1 ? '' : 's'} done` };
}

function lettersOf(dead: readonly Consumer[]): Completeness['letters'] {
  const consumers = [...new Set(dead.map(({ consumer }) => consumer))];
  const query = consumers.length === 1 ? `?${new URLSearchParams({ consumer: consumers[0]! })}` : '';
  return {
    words: `${formatPlural(dead.length, 'dead letter')} to resolve`,
    href: `/dead-letters${query}`,
  };
}

function waitWords({ state, lag, attempts }: Consumer, name: string): string {
  if (state === 'waiting') return `${name} waiting for a replica that knows it`;
  if (state === 'retrying') return `${name} retrying (${attempts} failed)`;
  const ahead = aheadWords(lag);
  return ahead ? `${name} pending (${ahead})` : `${name} pending`;
}

/** How many messages a consumer has to handle before this one, if any. @param lag itself included */
export function aheadWords(lag: number | undefined): string | undefined {
  return lag !== undefined && lag > 1 ? `${formatCount(lag - 1)} ahead of it` : undefined;
}

/** Each different one once, the first three by name. */
function listed(consumers: readonly Consumer[], words = (_: Consumer, name: string): string => name): string {
  const all = [...new Set(consumers.map((each) => words(each, nameAmong(consumers, each))))];
  return all.length > 3 ? `${all.slice(0, 3).join(', ')} and ${all.length - 3} more` : all.join(', ');
}

/** Its service; with what it does, if several consumers of the service are in the list. */
function nameAmong(all: readonly Consumer[], { service, handler }: Consumer): string {
  const several = all.some((other) => other.service === service && other.handler !== handler);
  return several ? `${service} (${handlerWords(handler)})` : service;
}
