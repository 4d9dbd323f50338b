import type { Tree } from '@nx/devkit';
import { readSnapshot, type DeclaredEvent } from '../contracts.ts';
import { camelCase, snakeCase } from '../naming.ts';

/** The value by which events are ordered, and of which the service keeps a row. */
export interface Key {
  /** `orderId` */
  readonly field: string;
  /** `order_id` */
  readonly column: string;
  readonly isUuid: boolean;
  /** What one key stands for, for people: `order`. */
  readonly subject: string;
  readonly example: string;
  /** True if the data has it as a field; otherwise only the envelope has the key. */
  readonly isInData: boolean;
  /** True if events of one key are one conversation: the console finds them by it. */
  readonly hasConversation: boolean;
}

/** From the snapshot: a contract's key is a function, and what it reads of the data is only known by running it. */
export function keyOf(tree: Tree, event: DeclaredEvent): Key {
  const snapshot = readSnapshot(tree, event);
  const field = snapshot?.key.fields.length === 1 ? snapshot.key.fields[0]!.slice(1) : '';
  const schema = snapshot?.schema.properties?.[field];
  const hasConversation = /^\s*conversation:/m.test(tree.read(event.file, 'utf8') ?? '');
  const example = snapshot?.key.ofExample ?? 'a-key';
  return schema?.type === 'string'
    ? { ...key(field), isUuid: schema.format === 'uuid', example, hasConversation }
    : { ...key('key'), isInData: false, example, hasConversation };
}

/** Of what follows from no event: its own id. */
export function ownKey(subject: string): Key {
  const example = '019abc12-3456-7abc-8def-0123456789ab';
  return { ...key(`${camelCase(subject)}Id`), isUuid: true, example };
}

function key(field: string): Key {
  return {
    field,
    column: snakeCase(field),
    isUuid: false,
    subject: field.replace(/(?<=.)Id$/, ''),
    example: 'a-key',
    isInData: true,
    hasConversation: false,
  };
}
