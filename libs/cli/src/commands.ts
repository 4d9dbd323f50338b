import { capacity } from './capacity.command.js';
import { checks } from './checks.command.js';
import type { AddCommand } from './command.js';
import { consumers } from './consumers.command.js';
import { contracts } from './contracts.command.js';
import { deadLetters } from './dead-letters.command.js';
import { doctor } from './doctor.command.js';
import { erase } from './erase.command.js';
import { generated } from './generated.command.js';
import { messages } from './messages.command.js';
import { migration } from './migration.command.js';
import { outbox } from './outbox.command.js';
import { permissions } from './permissions.command.js';
import { serve } from './serve.command.js';
import { status } from './status.command.js';
import { stop } from './stop.command.js';
import { topology } from './topology.command.js';
import { template } from './template.command.js';
import { trace } from './trace.command.js';
import { traces } from './traces.command.js';

/** In the order of the help. */
export const commands: readonly AddCommand[] = [
  status(),
  traces(),
  trace(),
  messages(),
  deadLetters(),
  outbox(),
  consumers(),
  erase(),
  topology(),
  serve,
  stop,
  doctor,
  capacity,
  migration,
  contracts,
  permissions,
  checks,
  template,
  generated,
];
