import { Link } from 'wouter';
import { EmptyState, PageHeader } from '../ui/index.ts';

export function UnknownPage({ address }: { address: string }) {
  return (
    <>
      <PageHeader title="No such page" subtitle={<code>{address}</code>} />
      <EmptyState title="There is no page at this address" action={<Link href="/shop">Go to the shop</Link>}>
        The navigation above lists every page, and the search (<kbd>/</kbd>) finds orders, events and traces.
      </EmptyState>
    </>
  );
}
