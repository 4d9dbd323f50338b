import { expect, it } from '@jest/globals';
import { BrokerDenied } from '../errors.js';
import { StartWatch } from './start-watch.js';

it('a start holds readiness back for a moment, and not for an outage', () => {
  let ms = 0;
  const watch = new StartWatch(() => ms);
  const status = () => watch.check()[0]?.status;
  expect(status()).toBe('failing');
  watch.begin();
  ms = 4_999;
  expect(status()).toBe('failing');
  ms = 5_000;
  expect(status()).toBe('ok');
  // What it is in the way of says so itself.
  watch.failed(
    'set up streams and consumers',
    Object.assign(new Error('at 10.0.0.1'), { code: 'BROKER_UNAVAILABLE' }),
  );
  expect(watch.unfinished).toBe('cannot set up streams and consumers yet: BROKER_UNAVAILABLE');
});

it('a start that the broker denies something says what', () => {
  const watch = new StartWatch();
  watch.failed(
    'set up streams and consumers',
    new BrokerDenied('the broker denies it: $JS.API.STREAM.CREATE.ORDER'),
  );
  expect(watch.unfinished).toBe(
    'cannot set up streams and consumers yet: the broker denies it: $JS.API.STREAM.CREATE.ORDER',
  );
});

it('a start that is over holds nothing back', () => {
  const watch = new StartWatch(() => 0);
  watch.begin();
  watch.finish();
  expect(watch.check()).toEqual([{ name: 'start', role: 'all', status: 'ok' }]);
  expect(watch.unfinished).toBeUndefined();
});
