import { figure } from '@waybill/cli';
import { acceptRow, REJECTIONS } from './accept-row.ts';
import { OrderWindow, type ImportOrder } from './order-window.ts';
import { InvalidFile } from './invalid-file.ts';
import { readRows } from './read-rows.ts';
import { countRejected, describeExample, emptyTally, type RowTally } from './tally.ts';

/**
 * The orders of a CSV file, as a stream. `tally` counts each row as it is read.
 *
 * @throws InvalidFile the file cannot be read to its end, or not in its order
 */
export async function* readOrders(file: string, tally: RowTally): AsyncGenerator<ImportOrder> {
  const window = new OrderWindow();
  for await (const row of readRows(file)) {
    tally.read += 1;
    const accepted = acceptRow(row);
    if (typeof accepted === 'string') {
      countRejected(tally, accepted, row);
      continue;
    }
    tally.accepted += 1;
    yield* window.add(accepted, row.number);
  }
  yield* window.end();
}

export interface Survey extends RowTally {
  orders: number;
}

/**
 * Reads the whole file without sending anything, so that a file that is cut off, damaged or out of order is
 * refused before the first order goes out.
 *
 * @throws InvalidFile as `readOrders`, and if not one of its rows can be imported
 */
export async function surveyFile(
  file: string,
  onProgress: (rows: number) => void,
  signal: AbortSignal,
): Promise<Survey> {
  const survey: Survey = { ...emptyTally(), orders: 0 };
  for await (const _order of readOrders(file, survey)) {
    survey.orders += 1;
    onProgress(survey.read);
    signal.throwIfAborted();
  }
  if (survey.read > 0 && survey.accepted === 0) throw nothingToImport(file, survey);
  return survey;
}

function nothingToImport(file: string, { read, rejected, examples }: RowTally): InvalidFile {
  const reasons = REJECTIONS.flatMap((reason) => {
    const example = examples[reason];
    return example ? [`${reason}: ${figure(rejected[reason])}, first ${describeExample(example)}`] : [];
  });
  return new InvalidFile(
    `${file} holds no row that can be imported. Rejected of ${figure(read)}:\n  ${reasons.join('\n  ')}`,
    'write the columns as expected, and import the file again',
  );
}
