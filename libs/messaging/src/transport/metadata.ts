/** In the metadata of a stream or durable: whose it is. */
export const OWNER = {
  service: 'waybill-service',
  database: 'waybill-database',
  consumer: 'waybill-consumer',
} as const;

/** In the metadata of what belongs to a namespace, so that nobody who uses the whole broker touches it. */
export const NAMESPACE_MARK = 'waybill-namespace';
