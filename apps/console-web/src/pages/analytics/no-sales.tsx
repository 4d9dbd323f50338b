import { Link } from 'wouter';
import { EmptyState } from '../../ui/index.ts';

export function NoSales() {
  return (
    <EmptyState title="No confirmed order lies in this period">
      <p>
        <Link href="/shop">Order something</Link>, choose another period, or bring history in:
      </p>
      <p>
        <code>npm run waybill -- import &lt;file.csv&gt;</code>
      </p>
    </EmptyState>
  );
}
