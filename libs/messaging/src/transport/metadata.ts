/** In the metadata of a stream or durable: whose it is. */
export const OWNER = {
  service: 'waybill-service',
  database: 'waybill-database',
  consumer: 'waybill-consumer',
} as const;

/** Marks what belongs to a namespace, so that a service without a namespace leaves it alone. */
export const NAMESPACE_MARK = 'waybill-namespace';
