/** What the settlement of an order remembers between its steps. */
export interface SettlementState {
  /** `none` until the stock is reserved. */
  payment: 'none' | 'requested' | 'authorised' | 'declined' | 'overdue';
}
