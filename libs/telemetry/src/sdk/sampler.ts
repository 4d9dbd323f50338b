import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  type Sampler,
} from '@opentelemetry/sdk-trace';
import type { TelemetryConfig } from '../config.js';

/** What `OTEL_TRACES_SAMPLER` and `OTEL_TRACES_SAMPLER_ARG` name. */
export function samplerOf({
  sampler,
  samplerRatio,
}: Pick<TelemetryConfig, 'sampler' | 'samplerRatio'>): Sampler {
  const root = () => {
    if (sampler.endsWith('always_off')) return new AlwaysOffSampler();
    return sampler.endsWith('ratio') ? new TraceIdRatioBasedSampler(samplerRatio) : new AlwaysOnSampler();
  };
  return sampler.startsWith('parentbased_') ? new ParentBasedSampler({ root: root() }) : root();
}
