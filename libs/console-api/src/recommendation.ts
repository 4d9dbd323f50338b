/** Responses of the recommendation service that the shop's page shows. */
export interface SimilarProducts {
  productId: string;
  items: { productId: string; description: string; score: number }[];
}

export interface Recommendations {
  customerId: string;
  basis: 'personal' | 'popular';
  items: { productId: string; description: string; score: number; because: string[] }[];
}
