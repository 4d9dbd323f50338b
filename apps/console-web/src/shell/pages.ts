import { lazyPart } from './lazy-part.ts';

/**
 * Every page, in the order of the navigation. `path` is the first part of its addresses, `below` the pattern of the
 * rest. Each is loaded when it is first opened.
 */
export const pages = [
  {
    path: '/overview',
    title: 'Overview',
    below: '',
    view: lazyPart(() => import('../pages/overview/overview-page.tsx'), 'OverviewPage'),
  },
  {
    path: '/shop',
    title: 'Shop',
    below: '/:productId?',
    view: lazyPart(() => import('../pages/shop/shop-page.tsx'), 'ShopPage'),
  },
  {
    path: '/traces',
    title: 'Traces',
    below: '/:traceId?',
    view: lazyPart(() => import('../pages/traces/traces-page.tsx'), 'TracesPage'),
  },
  {
    path: '/messages',
    title: 'Messages',
    below: '/:orderId?',
    view: lazyPart(() => import('../pages/messages/messages-page.tsx'), 'MessagesPage'),
  },
  {
    path: '/flow',
    title: 'Flow',
    below: '',
    view: lazyPart(() => import('../pages/flow/flow-page.tsx'), 'FlowPage'),
  },
  {
    path: '/streams',
    title: 'Outbox & streams',
    below: '/:stream?',
    view: lazyPart(() => import('../pages/streams/streams-page.tsx'), 'StreamsPage'),
  },
  {
    path: '/events',
    title: 'Events',
    below: '/:type?',
    view: lazyPart(() => import('../pages/events/events-page.tsx'), 'EventsPage'),
  },
  {
    path: '/dead-letters',
    title: 'Dead letters',
    below: '/:id?',
    view: lazyPart(() => import('../pages/dead-letters/dead-letters-page.tsx'), 'DeadLettersPage'),
  },
  {
    path: '/faults',
    title: 'Faults',
    below: '',
    view: lazyPart(() => import('../pages/faults/faults-page.tsx'), 'FaultsPage'),
  },
  {
    path: '/demo',
    title: 'Demo',
    below: '/:scene?',
    view: lazyPart(() => import('../pages/demo/demo-page.tsx'), 'DemoPage'),
  },
  {
    path: '/analytics',
    title: 'Analytics',
    below: '',
    view: lazyPart(() => import('../pages/analytics/analytics-page.tsx'), 'AnalyticsPage'),
  },
  {
    path: '/audit',
    title: 'Audit',
    below: '',
    view: lazyPart(() => import('../pages/audit/audit-page.tsx'), 'AuditPage'),
  },
];
