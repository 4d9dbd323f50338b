import { expect, test } from '@jest/globals';
import { Refresher } from './refresher.ts';

function recorded() {
  const rounds: { key: string; done: () => void; failed: (cause: Error) => void }[] = [];
  const refresher = new Refresher(
    (key) => new Promise((done, failed) => rounds.push({ key: key.join('/'), done, failed })),
  );
  return { rounds, refresher };
}

test('changes during a round make one more round, not one each', async () => {
  const { rounds, refresher } = recorded();
  const all = refresher.changed(['traces']);
  await refresher.changed(['traces']);
  await refresher.changed(['traces']);
  expect(rounds).toHaveLength(1);
  rounds[0]!.done();
  await new Promise(setImmediate);
  expect(rounds).toHaveLength(2);
  rounds[1]!.done();
  await all;
  expect(rounds).toHaveLength(2);
});

test('keys do not wait for each other', () => {
  const { rounds, refresher } = recorded();
  void refresher.changed(['traces']);
  void refresher.changed(['trace', 'a']);
  expect(rounds.map(({ key }) => key)).toEqual(['traces', 'trace/a']);
});

test('after a failed round the next change is requested', async () => {
  const { rounds, refresher } = recorded();
  const first = refresher.changed(['traces']);
  rounds[0]!.failed(new Error('down'));
  await first;
  void refresher.changed(['traces']);
  expect(rounds).toHaveLength(2);
});
