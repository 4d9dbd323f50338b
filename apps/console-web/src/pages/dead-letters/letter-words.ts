import type { DeadLetterView } from '@waybill/console-api';

const REASONS: Record<string, string> = {
  'attempts-exhausted': 'every attempt failed',
  'dead-letter-now': 'the handler decided not to retry',
  'invalid-payload': 'the payload does not match its schema',
  unfinished: 'its process died at every attempt',
};

/** Why the consumer gave up; a reason that the page does not know is returned as it is. */
export function reasonInWords(reason: string): string {
  return REASONS[reason] ?? reason;
}

/** `HandlerFailed (FAULT): the message` */
export function errorInWords({ name, message, code }: DeadLetterView['error']): string {
  return `${name}${code && code !== name ? ` (${code})` : ''}: ${message}`;
}
