import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { consumer } from '../consumer/define-consumer.js';
import { on } from '../consumer/subscription.js';
import { defineEvent, personal } from '../contract/index.js';
import { matchesSubject } from '../contract/subject-filter.js';
import { consolePermissions, operatorPermissions, servicePermissions } from './broker-permissions.js';

const Welcomed = defineEvent({
  type: 'welcome.welcomed',
  version: 1,
  owner: 'greeter',
  key: ({ person }) => person,
  dataSubject: ({ person }) => person,
  schema: z.object({ person: z.string(), name: personal(z.string()) }),
});

class PrintLabel {
  async handle(): Promise<void> {}
}

const KEYS = 'waybill.greeter.personal.keys';
const mayAsk = (publish: readonly string[]) => publish.some((filter) => matchesSubject(filter, KEYS));

describe('keys of personal data may be asked for', () => {
  const permissionsOf = (isPersonal: boolean) =>
    servicePermissions({
      service: 'printer',
      publishes: [],
      consumers: [
        consumer('printer', { startFrom: 'beginning' }, [on(Welcomed, PrintLabel, { personal: isPersonal })]),
      ],
    });

  it('by a service one of whose handlers gets personal data', () => {
    expect(mayAsk(permissionsOf(true).publish)).toBe(true);
  });

  it('by no other, and not by console and CLI', () => {
    expect(mayAsk(permissionsOf(false).publish)).toBe(false);
    for (const { publish } of [consolePermissions('console'), operatorPermissions('operator')]) {
      expect(mayAsk(publish)).toBe(false);
      expect(publish).toContain('waybill.*.describe');
    }
  });
});

describe('a person may be erased', () => {
  it('by the CLI, and not by the console or a service', () => {
    const service = servicePermissions({ service: 'greeter', publishes: [Welcomed], consumers: [] });
    const may = ({ publish }: { publish: readonly string[] }) =>
      publish.some((filter) => matchesSubject(filter, 'waybill.greeter.personal.erase'));
    expect(may(operatorPermissions('operator'))).toBe(true);
    expect([consolePermissions('console'), service].map(may)).toEqual([false, false]);
  });
});
