import { lazy, type ComponentType, type LazyExoticComponent } from 'react';

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
    view: lazy(async () => ({ default: (await import('../pages/shop/shop-page.tsx')).ShopPage })),
  },
  {
    path: '/traces',
    title: 'Traces',
    patterns: ['', '/:traceId'],
    view: lazy(async () => ({ default: (await import('../pages/traces/traces-page.tsx')).TracesPage })),
  },
  {
    path: '/messages',
    title: 'Messages',
    patterns: ['', '/:orderId'],
    view: lazy(async () => ({ default: (await import('../pages/messages/messages-page.tsx')).MessagesPage })),
  },
  {
    path: '/flow',
    title: 'Flow',
    patterns: [''],
    view: lazy(async () => ({ default: (await import('../pages/flow/flow-page.tsx')).FlowPage })),
  },
  {
    path: '/streams',
    title: 'Outbox & streams',
    patterns: ['', '/:stream'],
    view: lazy(async () => ({ default: (await import('../pages/streams/streams-page.tsx')).StreamsPage })),
  },
  {
    path: '/dead-letters',
    title: 'Dead letters',
    patterns: ['', '/:id'],
    view: lazy(async () => ({
      default: (await import('../pages/dead-letters/dead-letters-page.tsx')).DeadLettersPage,
    })),
  },
  {
    path: '/faults',
    title: 'Faults',
    patterns: [''],
    view: lazy(async () => ({ default: (await import('../pages/faults/faults-page.tsx')).FaultsPage })),
  },
  {
    path: '/analytics',
    title: 'Analytics',
    patterns: [''],
    view: lazy(async () => ({
      default: (await import('../pages/analytics/analytics-page.tsx')).AnalyticsPage,
    })),
  },
];
