import { pino } from 'pino';

/** Bytes of lines that could not be written and are tried again with the next line. */
const KEPT = 64 * 1024;

/**
 * Where log lines go. Each is written before the call returns, so that none is lost in a crash. If lines cannot be
 * written (the disk is full, the reader is gone), the process goes on, and what exceeds 64 KiB of them is lost.
 */
export function lineDestination(fd: number): ReturnType<typeof pino.destination> {
  const destination = pino.destination({ fd, sync: true, maxLength: KEPT });
  // Without a listener it would end the process.
  destination.on('error', () => {});
  // There is nothing to flush but what cannot be written. pino flushes after a fatal line, and would retry without end.
  destination.flushSync = () => {};
  return destination;
}
