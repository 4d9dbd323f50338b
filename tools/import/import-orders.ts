import { CliError, clip, figure } from '@waybill/cli';
import { batchOrders, bodyOf, type BatchLimits, type PackedOrder } from './batch-orders.ts';
import { MOST_LINES, type ImportOrder } from './order-window.ts';
import { RequestRefused, type FieldError, type ImportResult } from './orders-endpoint.ts';
import { readOrders } from './read-orders.ts';
import { emptyTally, type RowTally } from './tally.ts';

/** An order of the file that the shop did not accept. */
export interface RejectedOrder {
  reference: string;
  rows: number;
  errors: FieldError[];
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
  /** True once every order of the file was accepted, known or rejected. */
  complete: boolean;
}

export interface ImportOptions {
  file: string;
  send: (body: string) => Promise<ImportResult>;
  /** Requests under way at once. Default 3: enough to keep the service busy while the next ones are read. */
  inFlight?: number;
  limits?: BatchLimits;
  onProgress?: (report: ImportReport) => void;
}

const MOST_EXAMPLES = 20;

/** Sends the file's orders and accounts for every row. If it throws, `report` has what was sent until then. */
export async function importOrders(options: ImportOptions, report = emptyReport()): Promise<ImportReport> {
  const pending = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const sendable = withoutOversized(readOrders(options.file, report.rows), report);

  for await (const batch of batchOrders(sendable, options.limits)) {
    const request = sendBatch(batch, options, report)
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

/** Rejects the orders that are too long for any request. */
async function* withoutOversized(
  orders: AsyncIterable<ImportOrder>,
  report: ImportReport,
): AsyncGenerator<ImportOrder> {
  for await (const order of orders) {
    report.orders.read += 1;
    if (order.rows > MOST_LINES) {
      const message = `has ${figure(order.rows)} lines; an order has at most ${figure(MOST_LINES)}`;
      reject(report, order, [{ pointer: '/lines', message }]);
    } else {
      yield order;
    }
  }
}

/** Sends one batch. One that is refused as a whole is halved, down to the orders that are the reason. */
async function sendBatch(batch: PackedOrder[], options: ImportOptions, report: ImportReport): Promise<void> {
  let result: ImportResult;
  try {
    result = await options.send(bodyOf(batch));
  } catch (error) {
    if (!(error instanceof RequestRefused)) throw error;
    const [single] = batch;
    if (single && batch.length === 1) reject(report, single.order, error.errors);
    else {
      const half = Math.ceil(batch.length / 2);
      await sendBatch(batch.slice(0, half), options, report);
      await sendBatch(batch.slice(half), options, report);
    }
    return;
  }
  const accounted = result.accepted + result.duplicates + result.rejected.length;
  if (accounted !== batch.length) {
    throw new CliError(`the order service reported on ${accounted} of ${batch.length} orders`, {
      fix: 'see its log, then run the import again: nothing is imported twice',
    });
  }
  const rejected = new Map(result.rejected.map((each) => [orderOf(each, batch), each.errors]));
  for (const { order } of batch) {
    const errors = rejected.get(order);
    if (errors) reject(report, order, errors);
    else report.rows.imported += order.rows;
  }
  report.orders.accepted += result.accepted;
  report.orders.known += result.duplicates;
  options.onProgress?.(report);
}

/** The order that was rejected: by its index in the pointer, as the reference itself may be invalid. */
function orderOf({ reference, errors }: ImportResult['rejected'][number], batch: PackedOrder[]): ImportOrder {
  const place = /^\/orders\/(\d+)/.exec(errors[0]?.pointer ?? '')?.[1];
  const packed =
    place === undefined ? batch.find((each) => each.order.reference === reference) : batch[Number(place)];
  if (packed) return packed.order;
  throw new CliError(`the order service rejected an order that was not sent: ${reference.slice(0, 80)}`);
}

function reject(report: ImportReport, { reference, rows }: ImportOrder, errors: FieldError[]): void {
  report.orders.rejected += 1;
  report.rows.inRejectedOrders += rows;
  if (report.orders.rejectedExamples.length >= MOST_EXAMPLES) return;
  // The index in the request means nothing to a reader of the file.
  const inOrder = errors.map((each) => ({ ...each, pointer: each.pointer?.replace(/^\/orders\/\d+/, '') }));
  report.orders.rejectedExamples.push({ reference: clip(reference, 80), rows, errors: inOrder });
}
