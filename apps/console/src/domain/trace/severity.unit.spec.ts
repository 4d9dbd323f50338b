import { describe, expect, it } from '@jest/globals';
import { SEVERITIES, severityOf, statusOf } from './severity.js';

const judge = (span: Parameters<typeof severityOf>[0]) => statusOf(severityOf(span));

describe('what a span says about its trace', () => {
  it('is worst for a dead letter, then for a retry, then for an error without an outcome', () => {
    expect(judge({ status: 'error', step: 'process', outcome: 'dead-lettered' })).toBe('dead-lettered');
    expect(judge({ status: 'unset', step: 'dead_letter' })).toBe('dead-lettered');
    expect(judge({ status: 'error', step: 'process', outcome: 'retried' })).toBe('retried');
    expect(judge({ status: 'error', step: 'process', outcome: 'halved' })).toBe('retried');
    expect(judge({ status: 'error' })).toBe('failed');
    expect(SEVERITIES).toEqual(['ok', 'failed', 'retried', 'dead-lettered']);
  });

  it('is a retry where the broker refused a publish: the relay tries again', () => {
    expect(judge({ status: 'error', step: 'publish' })).toBe('retried');
  });

  it('is nothing where a handler decided to let a message be, or had it before', () => {
    expect(judge({ status: 'unset', step: 'process', outcome: 'discarded' })).toBe('ok');
    expect(judge({ status: 'ok', step: 'process', outcome: 'duplicate' })).toBe('ok');
  });
});
