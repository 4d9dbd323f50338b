import { pino } from 'pino';

/** Bytes that are kept of lines that could not be written; with the next line they are tried again. */
const KEPT = 64 * 1024;

/**
 * Where log lines go: each is written before the call returns, so that no crash takes it along. One that cannot be
 * written (the disk is full, the reader is gone) is nobody's failure: what is more than 64 KiB of them is lost, and
 * the process goes on.
 */
export function lineDestination(fd: number): ReturnType<typeof pino.destination> {
  const destination = pino.destination({ fd, sync: true, maxLength: KEPT });
  // Unheard, it would end the process.
  destination.on('error', () => {});
  // There is nothing to flush but what cannot be written, and pino, which asks for it after a fatal line, would try
  // that without end.
  destination.flushSync = () => {};
  return destination;
}
