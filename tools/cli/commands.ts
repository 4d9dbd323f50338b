import type { AddCommand } from './command.ts';
import { consumers } from './consumers.command.ts';
import { deadLetters } from './dead-letters.command.ts';
import { doctor } from './doctor.command.ts';
import { importFile } from './import.command.ts';
import { messages } from './messages.command.ts';
import { outbox } from './outbox.command.ts';
import { status } from './status.command.ts';
import { stop } from './stop.command.ts';
import { trace } from './trace.command.ts';
import { traces } from './traces.command.ts';

/** In the order of the help. */
export const commands: readonly AddCommand[] = [
  status(),
  importFile,
  traces(),
  trace(),
  messages(),
  deadLetters(),
  outbox(),
  consumers(),
  stop,
  doctor,
];
