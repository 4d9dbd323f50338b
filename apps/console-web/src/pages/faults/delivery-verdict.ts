import type { DeliveryCounters } from '@waybill/console-api';
import { formatCount } from '../../ui/format.ts';

export interface Verdict {
  tone: 'good' | 'bad' | 'waiting' | 'none';
  title: string;
  detail: string;
}

/**
 * What the counters of one way of publishing come to, for somebody who sees them for the first time. Loss before
 * doubling before waiting: what waits may still arrive, what is lost never does.
 *
 * @param counters undefined where nobody can count now
 */
export function verdictOf(way: DeliveryCounters['way'], counters: DeliveryCounters | undefined): Verdict {
  if (!counters || counters.committed === 0) return nothingCounted(way, counters);
  const { committed, delivered, underWay, lost, doubled } = counters;
  if (lost > 0) {
    return {
      tone: 'bad',
      title: `${formatCount(lost)} lost`,
      detail: `${formatCount(lost)} of ${formatCount(committed)} orders committed, and nothing will ever deliver ${lost === 1 ? 'its event' : 'their events'}.`,
    };
  }
  if (doubled > 0) {
    return {
      tone: 'bad',
      title: `${formatCount(doubled)} doubled`,
      detail: `${formatCount(doubled)} ${doubled === 1 ? 'effect' : 'effects'} beyond the first: a repeated delivery was taken for a new one.`,
    };
  }
  if (underWay > 0 && way === 'naive') {
    return {
      tone: 'waiting',
      title: `${formatCount(underWay)} not there yet`,
      detail: `${formatCount(underWay)} of ${formatCount(committed)}: the publish is tried for some seconds, and nothing remembers it after that.`,
    };
  }
  if (underWay > 0) {
    return {
      tone: 'waiting',
      title: 'Nothing lost',
      detail: `${formatCount(underWay)} of ${formatCount(committed)} still on the way: waiting in the outbox, in the stream, or for a retry.`,
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
  if (way === 'naive') {
    return {
      tone: 'none',
      title: 'Not compared yet',
      detail: 'While the naive publish is switched on, each order goes both ways.',
    };
  }
  return counters
    ? { tone: 'none', title: 'No orders yet', detail: 'Place some orders to see the counters move.' }
    : {
        tone: 'none',
        title: 'Nobody can count now',
        detail: 'The services that count do not answer. They are asked through the broker: is it running?',
      };
}

export const WAYS: Record<DeliveryCounters['way'], { title: string; how: string }> = {
  outbox: {
    title: 'Outbox',
    how: 'The event is written in the order’s own transaction; the relay publishes it as soon as the broker takes it.',
  },
  naive: {
    title: 'Naive publish',
    how: 'The order is committed first, then the event is published once. What goes wrong in between is gone.',
  },
};
