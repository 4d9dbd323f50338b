import type { DeliveryCounters } from '@waybill/console-api';
import { formatCount } from '../../ui/format.ts';

export interface Verdict {
  tone: 'good' | 'bad' | 'warn' | 'neutral';
  title: string;
  detail: string;
}

/**
 * What the counters of one way of publishing amount to, in plain words. Loss comes before duplicates and these before
 * waiting: what waits may still arrive, what is lost never does.
 *
 * @param counters undefined if they cannot be read now
 */
export function verdictOf(way: DeliveryCounters['way'], counters: DeliveryCounters | undefined): Verdict {
  if (!counters || counters.committed === 0) return nothingCounted(way, counters);
  const { committed, delivered, underWay, lost, doubled } = counters;
  const ofCommitted = (count: number) => `${formatCount(count)} of ${formatCount(committed)}`;
  if (lost > 0) {
    return {
      tone: 'bad',
      title: `${formatCount(lost)} lost`,
      detail: `${ofCommitted(lost)} orders are committed, but ${lost === 1 ? 'its event' : 'their events'} will never be delivered.`,
    };
  }
  if (doubled > 0) {
    return {
      tone: 'bad',
      title: `${formatCount(doubled)} doubled`,
      detail: `${formatCount(doubled)} ${doubled === 1 ? 'effect' : 'effects'} too many: a redelivery was handled as a new message.`,
    };
  }
  if (underWay > 0 && way === 'naive') {
    return {
      tone: 'warn',
      title: `${formatCount(underWay)} not delivered yet`,
      detail: `${ofCommitted(underWay)}: publishing is retried for some seconds, then the event is gone.`,
    };
  }
  if (underWay > 0) {
    return {
      tone: 'warn',
      title: 'Nothing lost',
      detail: `${ofCommitted(underWay)} still under way: in the outbox, in the stream, or waiting for a retry.`,
    };
  }
  return {
    tone: 'good',
    title: 'Nothing lost',
    detail:
      delivered === 1
        ? 'The one committed order took effect at the consumer, exactly once.'
        : `All ${formatCount(delivered)} committed orders took effect at the consumer, each exactly once.`,
  };
}

function nothingCounted(way: DeliveryCounters['way'], counters: DeliveryCounters | undefined): Verdict {
  const tone = 'neutral';
  if (way === 'naive') {
    const detail = 'While the naive publish is switched on, each order’s event is published both ways.';
    return { tone, title: 'Not compared yet', detail };
  }
  return counters
    ? { tone, title: 'No orders yet', detail: 'Place some orders to see the counters move.' }
    : {
        tone,
        title: 'Not known now',
        detail: 'The services that count do not respond. They are reached through the broker: is it running?',
      };
}

export const PUBLISHING: Record<DeliveryCounters['way'], { title: string; how: string }> = {
  outbox: {
    title: 'Outbox',
    how: 'The event is written in the order’s own transaction; the relay publishes it once the broker accepts it.',
  },
  naive: {
    title: 'Naive publish',
    how: 'The order is committed first, then the event is published once. If that fails, the event is lost.',
  },
};
