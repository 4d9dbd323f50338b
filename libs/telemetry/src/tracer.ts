import { ProxyTracerProvider, trace, type Tracer } from '@opentelemetry/api';

/**
 * The tracer of this name, or undefined if the process records no traces: attributes, links and parsed contexts that
 * would only be discarded need not be created then.
 */
export function tracerOf(name: string): Tracer | undefined {
  const provider = trace.getTracerProvider();
  return provider instanceof ProxyTracerProvider
    ? provider.getDelegateTracer(name)
    : provider.getTracer(name);
}
