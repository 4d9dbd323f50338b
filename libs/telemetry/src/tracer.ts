import { ProxyTracerProvider, trace, type Tracer } from '@opentelemetry/api';

/**
 * The tracer of this name, or undefined where the process records no traces: what would only be thrown away
 * again (attributes, links, parsed contexts) is then not made in the first place.
 */
export function tracerOf(name: string): Tracer | undefined {
  const provider = trace.getTracerProvider();
  return provider instanceof ProxyTracerProvider
    ? provider.getDelegateTracer(name)
    : provider.getTracer(name);
}
