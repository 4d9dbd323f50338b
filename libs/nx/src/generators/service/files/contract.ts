import type { EmittedEvent } from '../plan.ts';

/** The contract of an event that the service publishes. */
export function contractText(event: EmittedEvent, now: Date): string {
  const { type, version, owner, exportName, key, timeField } = event;
  const field = key.isInData ? key.field : 'key';
  return `import { defineEvent } from '@waybill/messaging/contract';
import { z } from 'zod';

/** Published by ${owner}, once for each ${key.subject}. */
export const ${exportName} = defineEvent({
  type: '${type}',
  version: ${version},
  owner: '${owner}',
  since: '${now.toISOString().slice(0, 10)}',
  key: (data) => data.${field},
  ${key.hasConversation ? `conversation: (data) => data.${field},` : ''}
  schema: z.object({ ${field}: ${key.isUuid ? 'z.uuid()' : 'z.string().min(1).max(255)'}, ${timeField}: z.iso.datetime() }),
  example: { ${field}: '${key.example}', ${timeField}: '${now.toISOString().slice(0, 10)}T10:00:00.000Z' },
});
`;
}
