import { CliError } from '../cli/cli-error.ts';
import { clip } from '../cli/table.ts';
import { batchOrders, bodyOf, type BatchLimits, type PackedOrder } from './batch-orders.ts';
import { MOST_LINES, type ImportOrder } from './order-window.ts';
import { RequestRefused, type ImportAnswer } from './orders-endpoint.ts';
import { readOrders } from './read-orders.ts';
import { emptyTally, type RowTally } from './tally.ts';

/** An order of the file that did not become one in the shop. */
export interface RejectedOrder {
  reference: string;
  rows: number;
  errors: { pointer?: string; message: string }[];
}

export interface ImportReport {
  rows: RowTally & {
    /** In orders that the service has now, whether from this run or from one before. */
    imported: number;
    /** In orders that it rejected. */
    inRejectedOrders: number;
  };
  orders: {
    read: number;
    accepted: number;
    /** The service had their reference already. */
    known: number;
    rejected: number;
    /** The first of them, for people to read. */
    rejectedExamples: RejectedOrder[];
  };
  /** True once every order of the file was answered for. */
  complete: boolean;
}

export interface ImportOptions {
  file: string;
  send: (body: string) => Promise<ImportAnswer>;
  /** Requests under way at once. Default 3: enough to keep the service busy while the next ones are read. */
  inFlight?: number;
  limits?: BatchLimits;
  onProgress?: (report: ImportReport) => void;
}

const MOST_EXAMPLES = 20;

/** Sends the file's orders and accounts for every row. What was sent when it throws stands in `report`. */
export async function importOrders(options: ImportOptions, report = emptyReport()): Promise<ImportReport> {
  const pending = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const sendable = withoutOversized(readOrders(options.file, report.rows), report);

  for await (const batch of batchOrders(sendable, options.limits)) {
    const request = settle(batch, options, report)
      .catch((error: unknown) => void failures.push(error))
      .finally(() => pending.delete(request));
    pending.add(request);
    if (pending.size >= (options.inFlight ?? 3)) await Promise.race(pending);
    if (failures.length > 0) break;
  }
  await Promise.all(pending);
  if (failures.length > 0) throw failures[0];
  report.complete = true;
  return report;
}

export function emptyReport(): ImportReport {
  return {
    rows: { ...emptyTally(), imported: 0, inRejectedOrders: 0 },
    orders: { read: 0, accepted: 0, known: 0, rejected: 0, rejectedExamples: [] },
    complete: false,
  };
}

/** Takes out the orders that no request could carry, so that the service need not be asked. */
async function* withoutOversized(
  orders: AsyncIterable<ImportOrder>,
  report: ImportReport,
): AsyncGenerator<ImportOrder> {
  for await (const order of orders) {
    report.orders.read += 1;
    if (order.rows > MOST_LINES) {
      const message = `has ${order.rows.toLocaleString('en')} lines; an order has at most ${MOST_LINES.toLocaleString('en')}`;
      reject(report, {
        reference: order.reference,
        rows: order.rows,
        errors: [{ pointer: '/lines', message }],
      });
    } else {
      yield order;
    }
  }
}

/** Sends one batch. What the service refuses to look at as a whole is halved, down to the orders it is about. */
async function settle(batch: PackedOrder[], options: ImportOptions, report: ImportReport): Promise<void> {
  let answer: ImportAnswer;
  try {
    answer = await options.send(bodyOf(batch));
  } catch (error) {
    if (!(error instanceof RequestRefused)) throw error;
    const [single] = batch;
    if (single && batch.length === 1) {
      const { reference, rows } = single.order;
      reject(report, { reference, rows, errors: error.errors });
    } else {
      const half = Math.ceil(batch.length / 2);
      await settle(batch.slice(0, half), options, report);
      await settle(batch.slice(half), options, report);
    }
    return;
  }
  const answered = answer.accepted + answer.duplicates + answer.rejected.length;
  if (answered !== batch.length) {
    throw new CliError(`the order service answered for ${answered} of ${batch.length} orders`, {
      fix: 'its own log says more; nothing is imported twice when the import runs again',
    });
  }
  const rejected = new Map(answer.rejected.map((each) => [orderOf(each, batch), each.errors]));
  for (const { order } of batch) {
    const errors = rejected.get(order);
    if (errors) reject(report, { reference: order.reference, rows: order.rows, errors });
    else report.rows.imported += order.rows;
  }
  report.orders.accepted += answer.accepted;
  report.orders.known += answer.duplicates;
  options.onProgress?.(report);
}

/** Which order is meant: the pointer's place in the request says it even where the reference itself is the fault. */
function orderOf({ reference, errors }: ImportAnswer['rejected'][number], batch: PackedOrder[]): ImportOrder {
  const place = /^\/orders\/(\d+)/.exec(errors[0]?.pointer ?? '')?.[1];
  const packed =
    place === undefined ? batch.find((each) => each.order.reference === reference) : batch[Number(place)];
  if (packed) return packed.order;
  throw new CliError(`the order service rejected an order that was not sent: ${reference.slice(0, 80)}`);
}

function reject(report: ImportReport, { reference, rows, errors }: RejectedOrder): void {
  // The place in the request means nothing to a reader of the file.
  const inOrder = errors.map((each) => ({ ...each, pointer: each.pointer?.replace(/^\/orders\/\d+/, '') }));
  const order = { reference: clip(reference, 80), rows, errors: inOrder };
  report.orders.rejected += 1;
  report.rows.inRejectedOrders += order.rows;
  if (report.orders.rejectedExamples.length < MOST_EXAMPLES) report.orders.rejectedExamples.push(order);
}
