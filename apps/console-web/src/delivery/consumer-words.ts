/** A handler's class as words: `CountSalesWhenOrderConfirmed` is "count sales when order confirmed". */
export function handlerWords(handler: string): string {
  return handler.replace(/(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, ' ').toLowerCase();
}

/**
 * What a consumer does, beside its service's name: `analytics-sales` of `analytics` is "sales". One that has only its
 * service's name is described by its handlers, if they are known.
 */
export function consumerWords(consumer: string, service?: string, handlers: readonly string[] = []): string {
  if (service !== undefined && consumer.startsWith(`${service}-`))
    return consumer.slice(service.length + 1).replaceAll('-', ' ');
  return handlers.length > 0 ? handlers.map(handlerWords).join(', ') : consumer;
}
