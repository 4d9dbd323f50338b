import { expect, test } from '@jest/globals';
import { authorized } from './authorized.ts';
import { ConsoleToken } from './console-token.ts';

function serverThatWants(wanted: string) {
  const kept = new Map<string, string>();
  const token = new ConsoleToken(() => ({
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  }));
  const sent: (string | undefined)[] = [];
  const change = (mayAsk = true) =>
    authorized(
      ({ authorization }) => {
        sent.push(authorization);
        const status = authorization === `Bearer ${wanted}` ? 200 : 401;
        return Promise.resolve(new Response(null, { status }));
      },
      token,
      mayAsk,
    );
  const asked = () =>
    new Promise<void>((resolve) => {
      const stop = token.subscribe(() => {
        if (!token.question) return;
        stop();
        resolve();
      });
    });
  return { token, sent, change, asked };
}

test('a change that requires a token asks for it, and is sent once more with it', async () => {
  const { token, sent, change, asked } = serverThatWants('secret');
  const question = asked();
  const answer = change();
  await question;
  expect(token.question).toMatchObject({ refused: false });
  token.answer('secret');
  expect((await answer).status).toBe(200);
  expect(token.question).toBeUndefined();
  expect(sent).toEqual([undefined, 'Bearer secret']);

  expect((await change()).status).toBe(200);
  expect(sent).toHaveLength(3);
});

test('changes that wait at the same time ask once', async () => {
  const { token, sent, change, asked } = serverThatWants('secret');
  const question = asked();
  const answers = [change(), change()];
  await question;
  token.answer('secret');
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200]);
  expect(sent).toHaveLength(4);
});

test('a wrong token is sent once, and the next change says that it was refused', async () => {
  const { token, sent, change, asked } = serverThatWants('secret');
  let question = asked();
  const first = change();
  await question;
  token.answer('guess');
  expect((await first).status).toBe(401);
  question = asked();
  const second = change();
  await question;
  expect(token.question).toMatchObject({ refused: true });
  token.answer('secret');
  expect((await second).status).toBe(200);
  expect(sent).toEqual([undefined, 'Bearer guess', 'Bearer guess', 'Bearer secret']);
});

test('without a token from the reader the refusal is returned', async () => {
  const { token, sent, change, asked } = serverThatWants('secret');
  const question = asked();
  const answer = change();
  await question;
  token.answer(undefined);
  expect((await answer).status).toBe(401);
  expect(sent).toHaveLength(1);
});

test('a change in the background does not ask', async () => {
  const { token, change } = serverThatWants('secret');
  expect((await change(false)).status).toBe(401);
  expect(token.question).toBeUndefined();
});
