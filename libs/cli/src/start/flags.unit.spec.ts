import { describe, expect, it } from '@jest/globals';
import { brokerCount, parse, portBase, replicaCounts } from './flags.js';

describe('the flags of `npm start`', () => {
  it('are all off by default', () => {
    expect(parse([])).toEqual({
      detach: false,
      fresh: false,
      'no-demo': false,
      'data-dir': '.waybill',
      watch: false,
      help: false,
    });
  });

  it('are taken in both notations', () => {
    expect(parse(['--detach', '--data-dir', 'x', '--port-base=4000'])).toMatchObject({
      detach: true,
      'data-dir': 'x',
      'port-base': '4000',
    });
  });

  it.each([['--detatch'], ['-x'], ['--demo=no']])('name an unknown one, %s, and those there are', (flag) => {
    expect(() => parse([flag])).toThrow(
      `unknown flag ${flag.split('=')[0]}; the flags are --detach, --fresh, --no-demo, --data-dir, --port-base, --watch, --brokers, --replicas`,
    );
  });

  it('refuse a flag without its value, and words that are no flags', () => {
    expect(() => parse(['--data-dir'])).toThrow('--data-dir');
    expect(() => parse(['fresh'])).toThrow('fresh');
  });

  it.each(['2', '5', '0', 'three', ''])('refuse %j as the number of brokers', (text) => {
    expect(() => brokerCount(text)).toThrow(`--brokers takes 1 or 3, not "${text}"`);
    expect(brokerCount('3')).toBe(3);
  });

  it('read the number of processes of each service', () => {
    expect(replicaCounts('order=2,my-shop=3')).toEqual({ order: 2, 'my-shop': 3 });
    expect(replicaCounts(undefined)).toEqual({});
  });

  it.each(['', 'order', 'order=', 'order=two', 'order=-1', 'order=2,', 'order=2 analytics=2'])(
    'refuse %j as the number of processes',
    (text) => {
      expect(() => replicaCounts(text)).toThrow(`such as order=2,analytics=3, not "${text}"`);
    },
  );

  it.each(['80', '65530', '3000x', '-1', '1e4'])('refuse %s as the first port', (text) => {
    expect(() => portBase(text)).toThrow(`not "${text}"`);
  });

  it.each(['6000', '5999', '6694'])(
    'refuse %s, where a browser would not open one of the addresses',
    (text) => {
      expect(() => portBase(text)).toThrow('no browser opens');
      expect(portBase('6001')).toBe(6001);
    },
  );
});
