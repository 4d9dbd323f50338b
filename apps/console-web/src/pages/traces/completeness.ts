import type { MessageProgress, TraceDetail } from '@waybill/console-api';

export interface Completeness {
  state: 'complete' | 'pending' | 'dead-lettered' | 'unknown' | 'no-messages';
  words: string;
}

type Consumer = MessageProgress['consumers'][number];

/**
 * Whether everybody who has to handle the trace's messages has done so: by the consumers' own word, never by the
 * root span's end.
 */
export function completeness({
  messages,
  complete,
}: Pick<TraceDetail, 'messages' | 'complete'>): Completeness {
  const consumers = messages.flatMap((message) => message.consumers);
  if (messages.length === 0 && complete !== undefined)
    return { state: 'no-messages', words: 'no messages in it' };
  const done = consumers.filter(({ state }) => state === 'done' || state === 'settled').length;
  const tally = `${done} of ${consumers.length}`;
  const dead = consumers.filter(({ state }) => state === 'dead-lettered');
  const waiting = consumers.filter(({ state }) => state === 'pending' || state === 'retrying');
  const unknown = consumers.filter(({ state }) => state === 'unknown');

  if (dead.length > 0) {
    const rest = waiting.length > 0 ? `; ${tally} done, ${listed(waiting, waitWords)}` : '';
    return {
      state: 'dead-lettered',
      words: `dead-lettered by ${listed(dead, ({ consumer }) => consumer)}${rest}`,
    };
  }
  if (waiting.length > 0) return { state: 'pending', words: `${tally} done, ${listed(waiting, waitWords)}` };
  if (unknown.length > 0)
    return {
      state: 'unknown',
      words: `unknown: ${listed(unknown, ({ service }) => service)} does not answer`,
    };
  if (complete === true)
    return {
      state: 'complete',
      words:
        consumers.length === 0 ? 'complete: nobody has to handle it' : `complete: ${tally} consumers done`,
    };
  return complete === undefined
    ? { state: 'unknown', words: 'unknown: the platform cannot tell now' }
    : { state: 'pending', words: `${tally} done, on its way` };
}

function waitWords({ consumer, state, lag, attempts }: Consumer): string {
  if (state === 'retrying') return `${consumer} retrying (${attempts} failed)`;
  return lag === undefined ? `${consumer} pending` : `${consumer} pending (lag ${lag})`;
}

/** Each different one once, the first three by name. */
function listed(consumers: readonly Consumer[], words: (consumer: Consumer) => string): string {
  const all = [...new Set(consumers.map(words))];
  return all.length > 3 ? `${all.slice(0, 3).join(', ')} and ${all.length - 3} more` : all.join(', ');
}
