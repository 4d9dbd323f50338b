import type { Figure } from '../figure.ts';
import * as commitToHandler from './commit-to-handler.ts';
import * as consoleIntake from './console.ts';
import * as direct from './direct.ts';
import * as handlers from './handlers.ts';
import * as messageSize from './message-size.ts';
import * as orderTransaction from './order-transaction.ts';
import * as model from './model.ts';
import * as partition from './partition.ts';
import * as peers from './peers.ts';
import * as postOrders from './post-orders.ts';
import * as relay from './relay.ts';
import * as tracing from './tracing.ts';

/** By the name on the command line, in the order of `all`. */
export const figures: Readonly<Record<string, Figure>> = {
  relay,
  'order-transaction': orderTransaction,
  'commit-to-handler': commitToHandler,
  handlers,
  partition,
  model,
  'message-size': messageSize,
  'direct-publish': direct,
  peers,
  'post-orders': postOrders,
  tracing,
  console: consoleIntake,
};
