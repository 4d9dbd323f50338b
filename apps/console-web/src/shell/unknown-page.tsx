import { Link } from 'wouter';
import { EmptyState, PageHeader } from '../ui/index.ts';

/** A mistyped or outdated link says so, rather than show something else than what was asked for. */
export function UnknownPage({ address }: { address: string }) {
  return (
    <>
      <PageHeader title="No such page" subtitle={<code>{address}</code>} />
      <EmptyState title="Nothing has this address" action={<Link href="/shop">Go to the shop</Link>}>
        The navigation above lists every page, and the search (<kbd>/</kbd>) finds orders, events and traces.
      </EmptyState>
    </>
  );
}
