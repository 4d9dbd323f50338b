/** The services' own responses that the page shows; requested through `/services/<service>/…` of the console. */
export interface Money {
  amount: string;
  currency: string;
}

export interface Product {
  productId: string;
  description: string;
  unitPrice: Money;
  stock: number | null;
}

export interface ProductsPage {
  items: Product[];
  nextCursor?: string;
}

export interface OrderPlacedResponse {
  orderId: string;
  status: string;
  total: Money;
  placedAt: string;
}

export type OrderStatus = 'placed' | 'confirmed' | 'rejected' | 'cancelled';

/** An order in a list: `total` is an exact decimal in `currency`. */
export interface OrderSummary {
  orderId: string;
  customerId: string;
  status: OrderStatus;
  /** Why it was rejected, or cancelled if not by the customer. */
  reason?: 'out-of-stock' | 'payment-declined' | 'payment-undecided';
  reasonDetail?: string;
  priority: 'express' | 'standard';
  currency: string;
  total: string;
  lineCount: number;
  placedAt: string;
}

export interface OrdersPage {
  items: OrderSummary[];
  nextCursor?: string;
}

export interface Order extends Omit<OrderSummary, 'lineCount'> {
  lines: { productId: string; description: string; quantity: number; unitPrice: string }[];
  history: { status: OrderStatus; at: string }[];
}

/** Of confirmed orders that were not cancelled, in one currency. */
interface Totals {
  orders: number;
  units: number;
  /** Exact decimal. */
  revenue: string;
}

export interface Sales {
  currency: string;
  /** Oldest first; buckets without an order are left out. */
  buckets: ({ start: string } & Totals)[];
  total: Totals;
}

export interface TopProducts {
  currency: string;
  items: ({ productId: string; description: string } & Totals)[];
}

export interface Funnel {
  sessions: number;
  viewed: number;
  carted: number;
  ordered: number;
  conversion: number;
}

/** Data of each event of `GET /live`. */
export interface RunningFigures {
  at: string;
  currency: string;
  /** Since the first order. */
  total: Totals;
  /** Since midnight, UTC. */
  today: Totals;
  lastHour: Totals & { sessions: number };
  /** Over the last five minutes. */
  ordersPerMinute: number;
  /** By revenue, of today. */
  topProducts: TopProducts['items'];
}
