import type { TopologyEdge, TopologyNode } from '@waybill/console-api';
import { consumerWords } from '../../delivery/consumer-words.ts';
import type { Tone } from '../../ui/badge.tsx';
import { formatCount, formatRate } from '../../ui/format.ts';
import { serviceHue } from '../../ui/service-hue.ts';

export const KIND_WORDS: Record<TopologyNode['kind'], string> = {
  client: 'client',
  service: 'service',
  stream: 'stream',
  consumer: 'consumer',
  database: 'database',
};

export const STATE_WORDS: Record<TopologyNode['state'], string> = {
  up: 'up',
  degraded: 'degraded',
  down: 'down',
  unknown: 'unknown',
};

export const STATE_TONES: Record<TopologyNode['state'], Tone> = {
  up: 'good',
  degraded: 'bad',
  down: 'bad',
  unknown: 'neutral',
};

/** The colour of its owner: the broker, a service, or the browser. */
export function hueOf({ kind, label, service }: Pick<TopologyNode, 'kind' | 'label' | 'service'>): string {
  if (kind === 'client') return serviceHue('browser');
  if (kind === 'stream') return 'var(--broker)';
  return serviceHue(service ?? label);
}

/** A node's label in the graph: a consumer's without its service, which its hue and row show. */
export function drawnLabel({
  kind,
  label,
  service,
}: Pick<TopologyNode, 'kind' | 'label' | 'service'>): string {
  return kind === 'consumer' ? consumerWords(label, service) : label;
}

/** An edge's figures in words; none without traffic and waiting messages. */
export function edgeFigures({ perSecond, errorsPerSecond, lag }: TopologyEdge): string[] {
  return [
    perSecond > 0 && formatRate(perSecond),
    errorsPerSecond > 0 && `${formatRate(errorsPerSecond)} fail`,
    lag > 0 && `${formatCount(lag)} ${lag === 1 ? 'waits' : 'wait'}`,
  ].filter((figure) => figure !== false);
}

/** A finding in short; the list beside the graph has the sentence. */
export function findingMark({ kind, events }: NonNullable<TopologyEdge['finding']>): string {
  const words = kind === 'declared-never-seen' ? 'never seen' : 'not declared';
  return events.length > 0 ? `${events.length} ${words}` : words;
}

/** The pages that show more about a node. */
export function nodeLinks({ kind, label, service }: TopologyNode): { href: string; title: string }[] {
  const owner = encodeURIComponent(service ?? label);
  const name = encodeURIComponent(label);
  switch (kind) {
    case 'service':
      return [
        { href: `/traces?service=${owner}`, title: `Traces through ${label}` },
        { href: '/streams', title: 'Its outbox' },
        { href: '/faults', title: 'Inject faults into it' },
      ];
    case 'stream':
      return [{ href: `/streams/${name}`, title: `Messages of ${label}` }];
    case 'consumer':
      return [
        { href: `/dead-letters?consumer=${name}`, title: 'Its dead letters' },
        { href: '/streams', title: 'Its backlog and rates' },
        { href: `/traces?service=${owner}`, title: `Traces through ${service ?? label}` },
      ];
    case 'database':
      return [{ href: '/streams', title: 'Its outbox' }];
    case 'client':
      return [{ href: '/traces', title: 'Newest traces' }];
  }
}
