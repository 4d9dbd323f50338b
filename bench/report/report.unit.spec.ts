import { describe, expect, it } from '@jest/globals';
import type { Comparison } from '../comparison.ts';
import type { SetUp } from '../set-up.ts';
import { page } from './page.ts';
import { asJson } from './print.ts';
import { ratioPlot } from './ratio-plot.ts';

const SET_UP: SetUp = {
  ...{ date: '2026-11-28', cpu: '2 × a processor', memory: '8 GiB', load: '0.1' },
  ...{ node: '24', nats: '2.15', postgres: '17' },
};
const rounds = [{ subject: { value: 80, cpuMicros: 4.2 }, baseline: { value: 100 } }];
const RELAY: Comparison = {
  ...{ name: 'relay', unit: 'messages/s', subject: 'relayed', baseline: 'raw', aim: 1, rounds },
};
const PEER: Comparison = { ...RELAY, name: 'peer:pg-boss', aim: 0.5, note: 'Completes afterwards.' };

describe('a report', () => {
  it('has in its JSON what tools read, and the set-up beside each figure', () => {
    const [entry] = JSON.parse(asJson(SET_UP, [RELAY])) as Record<string, unknown>[];
    expect(entry).toMatchObject({
      ...{ name: 'relay', value: 80, unit: 'messages/s', baseline: 100, ratio: 0.8 },
      ...{ spread: [0.8, 0.8], setUp: SET_UP },
    });
  });

  it('has a table of the figures and one of the peers, and says what was missed', () => {
    const [own = '', peers = ''] = page(SET_UP, [RELAY, PEER]).split('## Waybill beside others');
    expect(own).toContain('`relay`');
    expect(own).toContain('≥ 1, missed');
    expect(own).not.toContain('pg-boss');
    expect(peers).toContain('`peer:pg-boss`');
    expect(peers).toContain('≥ 0.5 |');
    expect(peers).toContain('- `pg-boss`: Completes afterwards.');
  });

  it('draws a bar from the baseline to the ratio, as far for a half as for twice, and marks the aim', () => {
    const rated = (value: number) => [{ subject: { value }, baseline: { value: 100 } }];
    const half = ratioPlot([{ ...RELAY, rounds: rated(50) }]);
    const twice = ratioPlot([{ ...RELAY, rounds: rated(200) }]);
    // From 0.1 to 10 on 460, and log10 of 2 is 0.301.
    expect(half).toContain('<rect x="400.8" y="37" width="69.2"');
    expect(twice).toContain('<rect x="470" y="37" width="69.2"');
    expect(half).toContain('<path d="M470 34V56"');
  });
});
