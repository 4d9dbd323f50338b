import { afterAll, describe, expect, it } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { CsvFixture, csvRow } from './csv-file.fixture.ts';
import type { ImportOrder } from './order-window.ts';
import { readOrders, surveyFile } from './read-orders.ts';
import { emptyTally } from './tally.ts';

const fixture = new CsvFixture();
afterAll(() => fixture.remove());

async function read(file: string): Promise<{ orders: ImportOrder[]; tally: ReturnType<typeof emptyTally> }> {
  const tally = emptyTally();
  const orders: ImportOrder[] = [];
  for await (const order of readOrders(file, tally)) orders.push(order);
  return { orders, tally };
}

describe('reading orders from a CSV file', () => {
  it('makes the accepted rows of an invoice one order, at its earliest time, repeated products apart', async () => {
    const file = await fixture.rows(
      csvRow({ invoice: '1', date: '2010-12-01 08:27:00' }),
      csvRow({ invoice: '1', date: '2010-12-01 08:26:00' }),
      csvRow({ invoice: '1', quantity: '-1' }),
      csvRow({ invoice: '2', customer: '' }),
      csvRow({ invoice: '3' }),
    );
    const { orders, tally } = await read(file);
    expect(orders.map(({ reference, placedAt, lines }) => [reference, placedAt, lines.length])).toEqual([
      ['1', '2010-12-01T08:26:00.000Z', 2],
      ['3', '2010-12-01T08:26:00.000Z', 1],
    ]);
    expect(tally).toMatchObject({ read: 5, accepted: 3, rejected: { quantity: 1, 'no-customer': 1 } });
  });

  it('takes the time from accepted rows only', async () => {
    const file = await fixture.rows(
      csvRow({ invoice: '1', date: '2010-12-01 08:00:00', quantity: '0' }),
      csvRow({ invoice: '1', date: '2010-12-01 09:00:00' }),
    );
    expect((await read(file)).orders).toMatchObject([{ placedAt: '2010-12-01T09:00:00.000Z' }]);
  });

  it('puts an invoice together whose rows have another’s between them', async () => {
    const file = await fixture.rows(
      csvRow({ invoice: '1' }),
      csvRow({ invoice: '2' }),
      csvRow({ invoice: '1' }),
    );
    const { orders } = await read(file);
    expect(orders.map(({ reference, lines }) => [reference, lines.length])).toEqual([
      ['2', 1],
      ['1', 2],
    ]);
  });

  it('refuses a file whose invoice goes on far below its other rows, rather than losing them', async () => {
    const between = Array.from({ length: 5001 }, (_, i) => csvRow({ invoice: `${i + 2}` }));
    const file = await fixture.rows(csvRow({ invoice: '1' }), ...between, csvRow({ invoice: '1' }));
    await expect(read(file)).rejects.toMatchObject({
      message: expect.stringMatching(/row 5003 belongs to invoice 1,/),
      fix: expect.stringContaining('sort'),
    });
  });

  it('counts the rows of an invoice that is too long for an order without keeping its lines', async () => {
    const rows = Array.from({ length: 1001 }, () => csvRow({ invoice: '1' }));
    const { orders } = await read(await fixture.rows(...rows));
    expect(orders).toMatchObject([{ rows: 1001, lines: [] }]);
  });

  it('reads quotes, commas, line breaks and stray spaces in a description', async () => {
    const file = await fixture.rows(
      csvRow({ description: '" SET 7 ""BABUSHKA"",\nBOXES  "' }),
      csvRow({ description: '12" RULER' }),
    );
    const [order] = (await read(file)).orders;
    expect(order?.lines.map((line) => line.description)).toEqual(['SET 7 "BABUSHKA",\nBOXES', '12" RULER']);
  });

  it('finds the columns by name, in any order, behind a byte order mark, with CRLF and without a last line end', async () => {
    const file = await fixture.file(
      '\uFEFFCustomerID,UnitPrice,Extra,InvoiceDate,Quantity,Description,StockCode,InvoiceNo\r\n' +
        '17850,2.55,x,2010-12-01 08:26:00,6,HEART,85123A,1\r\n\r\n' +
        '17850,2.55,x,2010-12-01 08:26:00,6,HEART,85123A,1',
    );
    expect((await read(file)).orders).toMatchObject([{ reference: '1', customerId: '17850', rows: 2 }]);
  });

  it.each([
    ['semicolons, as spreadsheets of many countries write', ';'],
    ['tabs', '\t'],
  ])('reads fields separated by %s, quoted ones too', async (_, separator) => {
    const line = (...fields: string[]) => `${fields.map((field) => `"${field}"`).join(separator)}\r\n`;
    const header = CsvFixture.HEADER.split(',');
    const row = [
      '1',
      '85123A',
      `HEART, RED; ${separator} LARGE`,
      '6',
      '2010-12-01 08:26:00',
      '2.55',
      '17850',
      'UK',
    ];
    const file = await fixture.file(`\uFEFF${line(...header)}${line(...row)}`);
    const { orders } = await read(file);
    expect(orders).toMatchObject([{ reference: '1', lines: [{ unitPrice: '2.55' }] }]);
    expect(orders[0]!.lines[0]!.description).toContain('HEART, RED;');
  });

  it('reads characters of any length wherever the chunks of the file end', async () => {
    for (let shift = 0; shift < 4; shift++) {
      const description = 'é€😀'.repeat(20);
      const rows = Array.from({ length: 1500 }, () => csvRow({ description }));
      const file = await fixture.file([`${CsvFixture.HEADER}${'x'.repeat(shift)}`, ...rows, ''].join('\n'));
      const { orders } = await read(file);
      expect(orders[0]!.rows).toBe(1500);
    }
  });

  it('knows gzip by its first bytes, not by its name', async () => {
    const text = `${CsvFixture.HEADER}\n${csvRow()}\n`;
    expect((await read(await fixture.file(gzipSync(text), 'zipped.csv'))).orders).toHaveLength(1);
    expect((await read(await fixture.file(text, 'plain.csv.gz'))).orders).toHaveLength(1);
  });

  it('takes a 1 MB description, cut to what an order holds', async () => {
    const { orders } = await read(await fixture.rows(csvRow({ description: 'x'.repeat(1024 * 1024) })));
    expect(orders[0]?.lines[0]?.description).toBe('x'.repeat(255));
  });
});

describe('a file of which no row can be imported', () => {
  const survey = async (...rows: string[]) =>
    surveyFile(await fixture.rows(...rows), () => undefined, new AbortController().signal);

  it('is refused, with each reason, the first row of it and what its column should hold', async () => {
    const american = csvRow({ date: '12/1/2010 8:26' });
    await expect(survey(american, american, csvRow({ price: "2'55" }))).rejects.toMatchObject({
      code: 'INVALID_FILE',
      exitCode: 1,
      message: expect.stringMatching(
        /no row that can be imported.*3:\n {2}price: 1, first row 3: UnitPrice is "2'55".*\n {2}date: 2, first row 1: InvoiceDate is "12\/1\/2010 8:26", wanted: YYYY-MM-DD HH:MM:SS, such as 2010-12-01 08:26:00/s,
      ),
    });
  });

  it('is distinguished from one in which some rows can', async () => {
    const { accepted, examples } = await survey(csvRow({ date: '1.12.2010' }), csvRow());
    expect([accepted, examples.date]).toEqual([
      1,
      {
        row: 1,
        column: 'InvoiceDate',
        value: '1.12.2010',
        wanted: expect.stringContaining('2010-12-01 08:26:00'),
      },
    ]);
  });
});

describe('a file that cannot be imported', () => {
  it.each([
    ['is empty', async () => fixture.file(''), /is empty/],
    ['holds blank lines only', async () => fixture.file('\n\n'), /not even a header/],
    ['does not exist', async () => `${await fixture.folder()}/nowhere.csv`, /no such file/],
    ['is a folder', () => fixture.folder(), /is a folder/],
    [
      'lacks columns',
      async () => fixture.file('InvoiceNo,StockCode,Quantity,UnitPrice,Country\n1,2,3,4,5\n'),
      /lacks the columns Description, InvoiceDate, CustomerID/,
    ],
    ['is something else entirely', async () => fixture.file('<html>\n<body>'), /lacks the columns/],
    [
      'is a spreadsheet’s own format',
      async () => fixture.file(Buffer.from('PK\u0003\u0004\u0000')),
      /a spreadsheet .*not a CSV file/,
    ],
    [
      'is in UTF-16',
      async () => fixture.file(Buffer.from(`\uFEFF${CsvFixture.HEADER}\n${csvRow()}\n`, 'utf16le')),
      /is in UTF-16/,
    ],
    [
      'is in Latin-1, far down',
      async () => {
        const before = Array.from({ length: 3000 }, () => csvRow({ description: 'CAFÉ GRÖSSE' }));
        const utf8 = Buffer.from([CsvFixture.HEADER, ...before, ''].join('\n'));
        return fixture.file(
          Buffer.concat([utf8, Buffer.from(csvRow({ description: 'Café Größe' }), 'latin1')]),
        );
      },
      /is not in UTF-8: line 3002 .*would read ".*Café Größe/,
    ],
    [
      'ends within a character',
      async () => {
        const whole = Buffer.from(`${CsvFixture.HEADER}\n${csvRow({ description: 'é' })}`);
        return fixture.file(whole.subarray(0, whole.indexOf(0xc3) + 1));
      },
      /is not in UTF-8: line 2/,
    ],
    [
      'is cut off in a row',
      async () => fixture.file(`${CsvFixture.HEADER}\n${csvRow()}\n536366,22633,HAND WARMER`),
      /cut off or damaged: row 2 has 3 fields where the header has 8/,
    ],
    [
      'is cut off in a quoted field',
      async () => fixture.file(`${CsvFixture.HEADER}\n${csvRow()}\n536366,22633,"HAND WARMER`),
      /cut off: it ends inside a quoted field after row 1/,
    ],
    [
      'is cut off in its gzip data',
      async () => {
        const rows = Array.from({ length: 2000 }, (_, i) => csvRow({ invoice: `${i}`, code: `${i * 7919}` }));
        const zipped = gzipSync([CsvFixture.HEADER, ...rows, ''].join('\n'));
        return fixture.file(zipped.subarray(0, zipped.length / 2));
      },
      /cut off: its gzip data ends after row \d+/,
    ],
    [
      'has damaged gzip data',
      async () => {
        const zipped = gzipSync(`${CsvFixture.HEADER}\n${csvRow()}\n`);
        zipped[zipped.length - 6]! ^= 0xff;
        return fixture.file(zipped);
      },
      /damaged: its gzip data breaks/,
    ],
    [
      'has a quote that never closes in a long file',
      async () => fixture.rows(csvRow({ description: '"HEART' }), 'x'.repeat(5 * 1024 * 1024)),
      /more than 4 MiB before its first row/,
    ],
  ])('%s', async (_, file, message) => {
    await expect(read(await file())).rejects.toMatchObject({
      code: 'INVALID_FILE',
      message: expect.stringMatching(message),
    });
  });
});
