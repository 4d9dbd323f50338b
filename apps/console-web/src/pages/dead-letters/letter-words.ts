import type { DeadLetterView } from '@waybill/console-api';

const REASONS: Record<string, string> = {
  'attempts-exhausted': 'every attempt failed',
  'dead-letter-now': 'the handler said that retrying is no use',
  'invalid-payload': 'the payload does not fit its schema',
  unfinished: 'its process died at every attempt',
};

/** Why the consumer gave up, in words; a reason that is new to the page stands as it is. */
export function reasonInWords(reason: string): string {
  return REASONS[reason] ?? reason;
}

/** `HandlerFailed (FAULT): the message` */
export function errorInWords({ name, message, code }: DeadLetterView['error']): string {
  return `${name}${code && code !== name ? ` (${code})` : ''}: ${message}`;
}
