import { describe, expect, it } from '@jest/globals';
import { coefficientsOf, readCoefficients } from './coefficients.js';
import { measured } from './measured.js';

describe('coefficients', () => {
  it('of this version are complete, and name the machine they were measured on', () => {
    const { setUps, cores, ...rates } = readCoefficients();
    expect(Math.min(cores, ...Object.values(rates))).toBeGreaterThan(0);
    expect(setUps).not.toEqual([]);
  });

  it('take a rate and its baseline from the figure that has them', () => {
    const relay = measured.find(({ name }) => name === 'relay');
    expect(readCoefficients()).toMatchObject({ relay: relay?.value, ingest: relay?.baseline });
  });

  it('are refused if a figure is missing, with its name', () => {
    const without = measured.filter(({ name }) => name !== 'handlers-key');
    expect(() => coefficientsOf(without, 'mine.json')).toThrow('mine.json: there is no figure handlers-key');
  });
});
