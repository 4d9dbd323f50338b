import { describe, expect, it } from '@jest/globals';
import { span } from '../testing/spans.js';
import { DescribeTrace } from './describe-trace.use-case.js';
import type { MessageProgressQueries } from './message-progress.js';
import type { TraceQueries } from '../persistence/trace-queries.js';

/** A trace with `spanCount` stored spans, one of which is in the response. */
async function completeOf({ spanCount, all }: { spanCount: number; all: boolean }) {
  const [traceId, startedAt] = ['f'.repeat(32), new Date()];
  const stored = {
    summary: { traceId, spanCount },
    spans: [{ ...span('a', { from: 0, to: 1 }), startedAt }],
    logs: [],
    linked: { causedBy: [], ledTo: [] },
  };
  const traces = { find: async () => stored } as unknown as TraceQueries;
  const progress = { progressOf: async () => ({ messages: [], all }) } as unknown as MessageProgressQueries;
  return (await new DescribeTrace(traces, progress).describe(traceId))?.complete;
}

describe('a trace that is described', () => {
  it('is complete only where all its spans and messages were looked at', async () => {
    expect(await completeOf({ spanCount: 1, all: true })).toBe(true);
    expect(await completeOf({ spanCount: 1, all: false })).toBeUndefined();
    expect(await completeOf({ spanCount: 2, all: true })).toBeUndefined();
  });
});
