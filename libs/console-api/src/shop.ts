/** The answers of the services' own HTTP that the page shows; reached through `/services/<service>/…` of the console. */
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

export interface OrderPlacedAnswer {
  orderId: string;
  status: string;
  total: Money;
  placedAt: string;
}

export interface Recommendations {
  customerId: string;
  basis: 'personal' | 'popular';
  items: { productId: string; description: string; score: number; because: string[] }[];
}

export interface Sales {
  currency: string;
  buckets: { start: string; orders: number; units: number; revenue: string }[];
  total: { orders: number; units: number; revenue: string };
}

export interface TopProducts {
  items: { productId: string; description: string; units: number; revenue: string; orders: number }[];
}

export interface Funnel {
  sessions: number;
  viewed: number;
  carted: number;
  ordered: number;
  conversion: number;
}
