import { figure, type Io, print } from '@waybill/cli';
import { REJECTIONS, type Rejection } from './accept-row.ts';
import type { ImportReport } from './import-orders.ts';
import { describeExample } from './tally.ts';

/** Reasons that may apply to the whole file, if it has another format: an example shows it. */
const OF_FORMAT: ReadonlySet<Rejection> = new Set(['quantity', 'price', 'date']);

/** The account of an import, for people: every row, then every order. */
export function printReport(io: Io, { rows, orders, complete }: ImportReport): void {
  const rejected = rows.read - rows.accepted;
  const unsent = rows.accepted - rows.imported - rows.inRejectedOrders;
  print(io, `rows read       ${count(rows.read)} = imported + rejected${unsent > 0 ? ' + not sent' : ''}`);
  print(io, `  imported      ${count(rows.imported)}`);
  print(io, `  rejected      ${count(rejected + rows.inRejectedOrders)}`);
  for (const reason of REJECTIONS) {
    const example = OF_FORMAT.has(reason) ? rows.examples[reason] : undefined;
    const first = example ? `  first ${describeExample(example)}` : '';
    print(io, `    ${reason.padEnd(15)}${count(rows.rejected[reason], 7)}${first}`);
  }
  if (rows.inRejectedOrders > 0)
    print(io, `    ${'order-rejected'.padEnd(15)}${count(rows.inRejectedOrders, 7)}`);
  if (unsent > 0) print(io, `  not sent      ${count(unsent)}`);
  print(
    io,
    `orders read     ${count(orders.read)}${complete ? ' = accepted + already known + rejected' : ''}`,
  );
  print(io, `  accepted      ${count(orders.accepted)}`);
  print(io, `  already known ${count(orders.known)}`);
  print(io, `  rejected      ${count(orders.rejected)}`);
  for (const order of orders.rejectedExamples) {
    const reasons = order.errors.map(({ pointer, message }) => `${pointer ?? ''} ${message}`.trim());
    print(io, `    ${order.reference}: ${reasons.slice(0, 3).join('; ')}`);
  }
  const more = orders.rejected - orders.rejectedExamples.length;
  if (more > 0) print(io, `    and ${count(more, 0)} more`);
}

function count(number: number, width = 9): string {
  return figure(number).padStart(width);
}
