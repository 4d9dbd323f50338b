import type { ComponentType, LazyExoticComponent } from 'react';
import { lazyPart } from './lazy-part.ts';

export interface ConsolePage {
  /** The first part of its addresses. */
  path: string;
  title: string;
  /** Route patterns below the path, `''` for the page itself. */
  patterns: string[];
  view: LazyExoticComponent<ComponentType>;
}

/** Every page, in the order of the navigation. Each is loaded when it is first opened. */
export const pages: readonly ConsolePage[] = [
  {
    path: '/shop',
    title: 'Shop',
    patterns: ['', '/:productId'],
    view: lazyPart(
      () => import('../pages/shop/shop-page.tsx'),
      ({ ShopPage }) => ShopPage,
    ),
  },
  {
    path: '/traces',
    title: 'Traces',
    patterns: ['', '/:traceId'],
    view: lazyPart(
      () => import('../pages/traces/traces-page.tsx'),
      ({ TracesPage }) => TracesPage,
    ),
  },
  {
    path: '/messages',
    title: 'Messages',
    patterns: ['', '/:orderId'],
    view: lazyPart(
      () => import('../pages/messages/messages-page.tsx'),
      ({ MessagesPage }) => MessagesPage,
    ),
  },
  {
    path: '/flow',
    title: 'Flow',
    patterns: [''],
    view: lazyPart(
      () => import('../pages/flow/flow-page.tsx'),
      ({ FlowPage }) => FlowPage,
    ),
  },
  {
    path: '/streams',
    title: 'Outbox & streams',
    patterns: ['', '/:stream'],
    view: lazyPart(
      () => import('../pages/streams/streams-page.tsx'),
      ({ StreamsPage }) => StreamsPage,
    ),
  },
  {
    path: '/events',
    title: 'Events',
    patterns: ['', '/:type'],
    view: lazyPart(
      () => import('../pages/events/events-page.tsx'),
      ({ EventsPage }) => EventsPage,
    ),
  },
  {
    path: '/dead-letters',
    title: 'Dead letters',
    patterns: ['', '/:id'],
    view: lazyPart(
      () => import('../pages/dead-letters/dead-letters-page.tsx'),
      ({ DeadLettersPage }) => DeadLettersPage,
    ),
  },
  {
    path: '/faults',
    title: 'Faults',
    patterns: [''],
    view: lazyPart(
      () => import('../pages/faults/faults-page.tsx'),
      ({ FaultsPage }) => FaultsPage,
    ),
  },
  {
    path: '/analytics',
    title: 'Analytics',
    patterns: [''],
    view: lazyPart(
      () => import('../pages/analytics/analytics-page.tsx'),
      ({ AnalyticsPage }) => AnalyticsPage,
    ),
  },
];
