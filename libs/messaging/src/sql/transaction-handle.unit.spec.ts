import { describe, expect, it } from '@jest/globals';
import { TransactionEnded } from '../errors.js';
import { refusalOf, whileOpen } from './transaction-handle.js';

/** As a `pg` client and as Prisma's `tx`: methods that need their `this`, and models that have methods of their own. */
class Client {
  readonly sent: string[] = [];
  readonly order = new Model(this);
  readonly #private = 'kept';

  async query(sql: string): Promise<string> {
    this.sent.push(sql);
    return this.#private;
  }
}
class Model {
  constructor(private readonly client: Client) {}

  create(row: string): Promise<string> {
    return this.client.query(`insert ${row}`);
  }
}

describe('a transaction’s handle', () => {
  it('acts as the transaction while it is open', async () => {
    const client = new Client();
    const used = await whileOpen(client, async (tx) => {
      expect(tx instanceof Client && 'query' in tx && !('$queryRawUnsafe' in tx)).toBe(true);
      expect(refusalOf(tx)).toBeUndefined();
      return [await tx.query('select'), await tx.order.create('one')];
    });
    expect([used, client.sent]).toEqual([
      ['kept', 'kept'],
      ['select', 'insert one'],
    ]);
  });

  it.each(['resolved', 'rejected'])(
    'refuses every call once its work has %s, and says what to do',
    async (end) => {
      const client = new Client();
      let late!: Client;
      const order: { create?: Model['create'] } = {};
      const refused: string[] = [];
      const work = async (tx: Client) => {
        late = tx;
        order.create = tx.order.create;
        if (end === 'rejected') throw new Error('rolled back');
      };
      await whileOpen(client, work, ({ code }) => refused.push(code)).catch(() => undefined);
      for (const call of [
        late.query('late'),
        late.order.create('late'),
        order.create!('kept'),
        refusalOf(late),
      ]) {
        await expect(call).rejects.toThrow(TransactionEnded);
        await expect(call).rejects.toThrow(/await everything inside its callback/);
      }
      expect(client.sent).toEqual([]);
      expect(refused).toEqual(new Array(4).fill('TRANSACTION_ENDED'));
    },
  );

  it('does not end the process if nothing awaits what it refused', async () => {
    const unheard: unknown[] = [];
    const hear = (reason: unknown) => unheard.push(reason);
    process.on('unhandledRejection', hear);
    let late!: Client;
    await whileOpen(new Client(), async (tx) => void (late = tx));
    void late.query('late');
    // Node looks for unheard rejections once the microtasks are done.
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', hear);
    expect(unheard).toEqual([]);
  });

  it('is one, however many ask for it: the first that ends it does', async () => {
    const client = new Client();
    await whileOpen(client, async (outer) => {
      await whileOpen(outer, async (inner) => expect(inner).toBe(outer));
      await expect(outer.query('late')).rejects.toThrow(TransactionEnded);
    });
    // The client serves another transaction, with a handle of its own.
    await whileOpen(client, (tx) => tx.query('next'));
    expect(client.sent).toEqual(['next']);
  });
});
