/** Gives ids for new orders: `() => string`, a UUIDv7 each, so that they sort by time. */
export const NEXT_ORDER_ID = Symbol('next-order-id');

export type NextOrderId = () => string;
